//! JSON-LD: what the page tells search engines about its article. Broken JSON is common and is mended where that is safe.

use crate::order::Numbers;
use serde_json::{Map, Value};

/// What the page's JSON-LD says of the article; the first value of each kind wins, articles before pages.
#[derive(Debug, Default)]
pub(super) struct JsonLd {
    pub headline: Option<String>,
    /// Name, and whether it is an organisation's.
    pub authors: Vec<(String, bool)>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub site: Option<String>,
    pub image: Option<String>,
    pub description: Option<String>,
    pub lang: Option<String>,
    pub body: Option<String>,
}

/// The most objects looked at on one page: hostile pages nest without end.
const MOST_OBJECTS: usize = 5_000;

/// Reads all JSON-LD scripts of a page.
pub(super) fn read<'a>(scripts: impl Iterator<Item = &'a str>) -> JsonLd {
    let documents: Vec<Value> = scripts.filter_map(parse).collect();
    let objects = objects(&documents);
    let known = Known::new(&objects);
    let ranked: Vec<(u8, &Map<String, Value>)> =
        objects.iter().filter_map(|object| Some((rank(object)?, *object))).collect();
    let mut found = JsonLd::default();
    let articles_first = (0..=1).flat_map(|wanted| ranked.iter().filter(move |(rank, _)| *rank == wanted));
    for (rank, object) in articles_first.copied() {
        let text = |key: &str| object.get(key).and_then(plain);
        let is_article = rank == 0;
        let headline = text("headline").or_else(|| text("name"));
        found.headline = found.headline.take().or(headline.filter(|_| is_article));
        if found.authors.is_empty() {
            found.authors = ["author", "creator"]
                .iter()
                .filter_map(|key| object.get(*key))
                .map(|value| names(value, &known))
                .find(|names| !names.is_empty())
                .unwrap_or_default();
        }
        found.published = found.published.take().or_else(|| text("datePublished"));
        found.published = found.published.take().or_else(|| text("dateCreated").or_else(|| text("uploadDate")));
        found.modified = found.modified.take().or_else(|| text("dateModified"));
        let site = object.get("publisher").map(|value| names(value, &known));
        let site = site.and_then(|names| names.into_iter().next()).map(|(name, _)| name);
        found.site = found.site.take().or(site);
        found.image = found.image.take().or_else(|| object.get("image").and_then(address));
        found.description = found.description.take().or_else(|| text("description"));
        found.lang = found.lang.take().or_else(|| text("inLanguage"));
        found.body = found.body.take().or_else(|| text("articleBody"));
    }
    found
}

/// How near an object is to being the article itself: 0 the article, 1 the page it stands on; `None` for anything else.
fn rank(object: &Map<String, Value>) -> Option<u8> {
    let kinds: Vec<&str> = match object.get("@type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let is = |endings: &[&str]| kinds.iter().any(|kind| endings.iter().any(|ending| kind.ends_with(ending)));
    if is(&["Article", "Posting", "Report", "Recipe", "Review", "HowTo", "LiveBlogPosting", "AnalysisNewsArticle"]) {
        Some(0)
    } else if is(&["WebPage", "VideoObject", "CreativeWork", "FAQPage", "Course", "Event"]) {
        Some(1)
    } else {
        None
    }
}

/// Every object of the documents, outermost first, walked without recursion.
fn objects(documents: &[Value]) -> Vec<&Map<String, Value>> {
    let mut found = Vec::new();
    let mut queue: std::collections::VecDeque<&Value> = documents.iter().collect();
    while let Some(value) = queue.pop_front() {
        if found.len() >= MOST_OBJECTS {
            break;
        }
        match value {
            Value::Array(values) => queue.extend(values),
            Value::Object(object) => {
                found.push(object);
                queue.extend(object.values().filter(|value| value.is_object() || value.is_array()));
            }
            _ => {}
        }
    }
    found
}

/// The objects with a name, by their `@id`: of several the first.
struct Known<'a> {
    ids: Numbers,
    objects: Vec<&'a Map<String, Value>>,
}

impl<'a> Known<'a> {
    fn new(objects: &[&'a Map<String, Value>]) -> Known<'a> {
        let mut known = Known { ids: Numbers::default(), objects: Vec::new() };
        for object in objects.iter().filter(|object| object.contains_key("name")) {
            if object.get("@id").and_then(Value::as_str).is_some_and(|id| known.ids.is_new(id)) {
                known.objects.push(object);
            }
        }
        known
    }

    fn get(&self, id: &str) -> Option<&'a Map<String, Value>> {
        self.objects.get(self.ids.get(id)?).copied()
    }
}

/// A text value: a string, the first of a list, or the `@value` of a typed literal.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Array(values) => values.first().filter(|first| !first.is_array()).and_then(plain),
        Value::Object(object) => object.get("@value").or_else(|| object.get("name"))?.as_str().map(str::to_owned),
        _ => None,
    }
}

/// The names of people or organisations, and whether they are organisations': strings, objects with a name, or references to
/// such objects by `@id`.
fn names(value: &Value, known: &Known) -> Vec<(String, bool)> {
    let list = match value {
        Value::Array(values) => values.iter().take(20).collect(),
        other => vec![other],
    };
    let named = |object: &Map<String, Value>| {
        let is_organisation = object.get("@type").and_then(plain).is_some_and(|kind| kind.ends_with("Organization"));
        Some((object.get("name").and_then(plain)?, is_organisation))
    };
    list.into_iter()
        .filter_map(|value| match value {
            Value::String(name) => Some((name.clone(), false)),
            Value::Object(object) => named(object).or_else(|| named(known.get(object.get("@id")?.as_str()?)?)),
            _ => None,
        })
        .collect()
}

/// An image's address: a string, or the `url` of an object, or the first of a list.
fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(address) => Some(address.clone()),
        Value::Array(values) => values.first().filter(|first| !first.is_array()).and_then(address),
        Value::Object(object) => object.get("url").or_else(|| object.get("contentUrl"))?.as_str().map(str::to_owned),
        _ => None,
    }
}

/// Parses a script, mending what breaks most of the broken ones: comment or CDATA wrappers, raw line breaks inside strings,
/// trailing commas, a semicolon at the end.
fn parse(script: &str) -> Option<Value> {
    if let Ok(value) = serde_json::from_str(script) {
        return Some(value);
    }
    let start = script.find(['{', '['])?;
    let end = script.rfind(['}', ']'])?;
    let mut mended = String::with_capacity(script.len());
    let (mut inside, mut escaped) = (false, false);
    for c in script.get(start..=end)?.chars() {
        if inside {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => inside = false,
                _ => {}
            }
            mended.push(if c.is_control() { ' ' } else { c });
        } else {
            if c == '"' {
                inside = true;
            }
            if matches!(c, '}' | ']') {
                let trimmed = mended.trim_end().trim_end_matches(',').len();
                mended.truncate(trimmed);
            }
            mended.push(c);
        }
    }
    serde_json::from_str(&mended).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphs_references_and_lists_are_followed() {
        let script = r##"{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},
            {"@type":["NewsArticle"],"headline":"Head","author":[{"@id":"#a"},{"@type":"Organization","name":"Bo Ek"}],"datePublished":"2021-02-03"},
            {"@type":"Person","@id":"#a","name":"Ann Lee"}]}"##;
        let found = read(std::iter::once(script));
        assert_eq!(found.headline.as_deref(), Some("Head"));
        assert_eq!(found.authors, [("Ann Lee".to_owned(), false), ("Bo Ek".to_owned(), true)]);
        assert_eq!(found.published.as_deref(), Some("2021-02-03"));
    }

    #[test]
    fn broken_json_is_mended() {
        let script = "<!-- {\"@type\":\"Article\",\"headline\":\"A\nB\",} -->;";
        assert_eq!(read(std::iter::once(script)).headline.as_deref(), Some("A B"));
        assert!(read(std::iter::once("not json")).headline.is_none());
    }
}
