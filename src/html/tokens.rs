//! From the tokenizer's pieces to the tree builder's tokens. html5gum cuts a page into tokens in half the time of html5ever's own tokenizer,
//! which passes every character through a queue; html5ever builds the tree. What no reading asks for is not handed on: comments, the text
//! of scripts and styles, most attributes.

use super::{is_read, Sink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{Attribute, LocalName, QualName};
use html5gum::{Emitter, Error, State};
use std::borrow::Cow;
use std::convert::Infallible;

/// Where the tree builder may want to know of a line: it never says so.
const LINE: u64 = 1;

/// Takes the tokenizer's pieces, puts them together and hands them to the tree builder.
pub(super) struct Tokens<'b> {
    builder: &'b TreeBuilder<usize, Sink>,
    /// In bytes: a piece may end within a character.
    text: Vec<u8>,
    /// Whether the text that comes is that of a script or a style.
    is_mute: bool,
    is_end: bool,
    closes_itself: bool,
    name: Vec<u8>,
    /// The name of the last tag that began an element: what ends its text.
    begun: Vec<u8>,
    attributes: Vec<Attribute>,
    attribute: Vec<u8>,
    value: Vec<u8>,
    doctype: Doctype,
}

impl<'b> Tokens<'b> {
    pub(super) fn new(builder: &'b TreeBuilder<usize, Sink>) -> Tokens<'b> {
        Tokens {
            builder,
            text: Vec::new(),
            is_mute: false,
            is_end: false,
            closes_itself: false,
            name: Vec::new(),
            begun: Vec::new(),
            attributes: Vec::new(),
            attribute: Vec::new(),
            value: Vec::new(),
            doctype: Doctype::default(),
        }
    }

    fn hand_on(&mut self, token: Token) -> TokenSinkResult<usize> {
        self.builder.process_token(token, LINE)
    }

    /// Hands on the text so far. The tree builder wants to be told of each NUL apart.
    fn flush_text(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        for (at, part) in text_of(&text).split('\0').enumerate() {
            if at > 0 {
                let _ = self.hand_on(Token::NullCharacterToken);
            }
            if !part.is_empty() {
                let _ = self.hand_on(Token::CharacterTokens(StrTendril::from_slice(part)));
            }
        }
        self.text = text;
        self.text.clear();
    }

    /// Puts an attribute away that is whole, if it is the first of its name.
    fn flush_attribute(&mut self) {
        if !self.attribute.is_empty() && !self.is_end {
            let name = text_of(&self.attribute);
            if is_read(&self.name, &name) {
                let name = QualName::new(None, html5ever::ns!(), LocalName::from(&*name));
                if self.attributes.iter().all(|known| known.name != name) {
                    let value = StrTendril::from_slice(&text_of(&self.value));
                    self.attributes.push(Attribute { name, value });
                }
            }
        }
        self.attribute.clear();
        self.value.clear();
    }
}

impl Emitter for Tokens<'_> {
    type Token = Infallible;

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.begun.clear();
        self.begun.extend_from_slice(name.unwrap_or_default());
    }

    fn emit_eof(&mut self) {
        self.flush_text();
        let _ = self.hand_on(Token::EOFToken);
        self.builder.end();
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, text: &[u8]) {
        if !self.is_mute {
            self.text.extend_from_slice(text);
        }
    }

    fn init_start_tag(&mut self) {
        self.name.clear();
        (self.is_end, self.closes_itself) = (false, false);
        self.attributes.clear();
    }

    fn init_end_tag(&mut self) {
        self.init_start_tag();
        self.is_end = true;
    }

    fn init_comment(&mut self) {}

    fn emit_current_tag(&mut self) -> Option<State> {
        self.flush_attribute();
        self.flush_text();
        self.is_mute = false;
        if !self.is_end {
            self.begun.clone_from(&self.name);
        }
        let tag = Tag {
            kind: if self.is_end { TagKind::EndTag } else { TagKind::StartTag },
            name: LocalName::from(&*text_of(&self.name)),
            self_closing: self.closes_itself,
            attrs: std::mem::take(&mut self.attributes),
            had_duplicate_attributes: false,
        };
        let state = match self.hand_on(Token::TagToken(tag)) {
            TokenSinkResult::Continue | TokenSinkResult::EncodingIndicator(_) => return None,
            TokenSinkResult::Script(_) => return Some(State::Data),
            TokenSinkResult::Plaintext => State::PlainText,
            TokenSinkResult::RawData(RawKind::Rcdata) => State::RcData,
            TokenSinkResult::RawData(RawKind::Rawtext) => State::RawText,
            TokenSinkResult::RawData(_) => State::ScriptData,
        };
        self.is_mute = self.builder.sink.ends_mute();
        Some(state)
    }

    fn emit_current_comment(&mut self) {}

    fn emit_current_doctype(&mut self) {
        self.flush_text();
        let doctype = std::mem::take(&mut self.doctype);
        let _ = self.hand_on(Token::DoctypeToken(doctype));
    }

    fn set_self_closing(&mut self) {
        self.closes_itself = true;
    }

    fn set_force_quirks(&mut self) {
        self.doctype.force_quirks = true;
    }

    fn push_tag_name(&mut self, part: &[u8]) {
        self.name.extend_from_slice(part);
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn push_doctype_name(&mut self, part: &[u8]) {
        push(&mut self.doctype.name, part);
    }

    fn init_doctype(&mut self) {
        self.doctype = Doctype::default();
    }

    fn init_attribute(&mut self) {
        self.flush_attribute();
    }

    fn push_attribute_name(&mut self, part: &[u8]) {
        self.attribute.extend_from_slice(part);
    }

    fn push_attribute_value(&mut self, part: &[u8]) {
        self.value.extend_from_slice(part);
    }

    fn set_doctype_public_identifier(&mut self, value: &[u8]) {
        self.doctype.public_id = Some(StrTendril::from_slice(&text_of(value)));
    }

    fn set_doctype_system_identifier(&mut self, value: &[u8]) {
        self.doctype.system_id = Some(StrTendril::from_slice(&text_of(value)));
    }

    fn push_doctype_public_identifier(&mut self, part: &[u8]) {
        push(&mut self.doctype.public_id, part);
    }

    fn push_doctype_system_identifier(&mut self, part: &[u8]) {
        push(&mut self.doctype.system_id, part);
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.is_end && !self.name.is_empty() && self.name == self.begun
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

fn push(text: &mut Option<StrTendril>, part: &[u8]) {
    text.get_or_insert_with(StrTendril::new).push_slice(&text_of(part));
}

/// The text of a piece; what is no text in it as U+FFFD. A page's pieces are text but for where one ends within a character.
fn text_of(piece: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(piece).map_or_else(|_| String::from_utf8_lossy(piece), Cow::Borrowed)
}
