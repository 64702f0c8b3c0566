//! What the page does not show. Hidden is not the same as clutter: folds, tabs and "read more" hide the article's own text. So a
//! hidden part goes unless it holds prose next to prose that is shown.

use super::Page;
use crate::document::NodeId;
use crate::model::{Reason, Removal};
use crate::rules::names;
use crate::tag::{Attribute, Tag};
use std::borrow::Cow;

/// Prose words beside the hidden part, in its parent, from which it is taken for a fold of that text.
const BESIDE: u32 = 40;

pub(super) fn removals(page: &Page) -> Vec<Removal> {
    let document = page.document;
    let mut found = Vec::new();
    let mut end = NodeId(0);
    for id in document.all() {
        if id < end || !document.is_hidden(id) || matches!(document.tag(id), Tag::Html | Tag::Body | Tag::Head) {
            continue;
        }
        let nodes = document.subtree(id);
        let sum = page.sum(&nodes);
        if sum.words == 0 && document.tag(id) != Tag::Img {
            continue;
        }
        // A page that hides everything shows it by script later: a hidden wrapper of most of the prose is the page itself.
        if sum.prose * 2 > page.whole().prose {
            continue;
        }
        end = nodes.end;
        if !is_fold(page, id, sum.prose) {
            found.push(Removal { nodes, reason: Reason::Hidden, rule: Cow::Borrowed("hidden: not shown on the page") });
        }
    }
    found
}

/// Whether a hidden part is a fold of the text around it.
fn is_fold(page: &Page, id: NodeId, prose: u32) -> bool {
    let document = page.document;
    let named = [Attribute::Class, Attribute::Id, Attribute::Role]
        .iter()
        .filter_map(|name| document.attribute(id, *name))
        .fold(0, |bits, value| bits | names::groups_of(value));
    let clutter = names::NAVIGATION
        | names::SUBSCRIBE
        | names::SHARE
        | names::COMMENTS
        | names::LEGAL
        | names::ADVERTISEMENT
        | names::RELATED;
    if prose == 0 || named & clutter != 0 || document.attribute(id, Attribute::AriaModal).is_some() {
        return false;
    }
    // Two levels up: a fold stands in its item, the item among others that are shown.
    document
        .ancestors(id)
        .take(3)
        .any(|parent| page.sum(&document.subtree(parent)).prose.saturating_sub(prose) >= BESIDE)
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use crate::declutter::tests::removed;

    const PROSE: &str = "<p>The council met on Monday to settle the budget for the coming year, and the vote was close.</p>\
        <p>Those who had come to protest stayed outside the hall until the doors were closed at nine in the evening.</p>\
        <p>A second reading of the plan is expected in spring, when the new figures are in and checked by the auditors.</p>";

    #[test]
    fn a_hidden_menu_goes_and_a_fold_of_the_text_stays() {
        let page = format!("<div hidden><a href=a>Home</a><a href=b>World</a></div><div>{PROSE}<div hidden><p>The answer is that nobody knew \
            of the plan before the meeting was called.</p></div></div>");
        assert_eq!(removed(&page), ["hidden: HomeWorld"]);
    }

    #[test]
    fn a_hidden_dialog_of_prose_goes() {
        let page = format!(
            "<div>{PROSE}</div><div id=cookie-consent hidden><p>We and our partners store things on your device to \
            measure how you read this page.</p></div>"
        );
        assert_eq!(removed(&page).len(), 1);
    }

    #[test]
    fn a_page_hidden_until_its_script_ran_stays() {
        assert!(removed(&format!("<div style='visibility:hidden'>{PROSE}</div>")).is_empty());
    }
}
