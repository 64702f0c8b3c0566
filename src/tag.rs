//! HTML element and attribute names as enums, with the tables that say how an element behaves.
//!
//! What it is: the closed vocabulary of the core. Every name a page uses is turned into a [`Tag`] or an
//! [`Attribute`] once, when the document is built; names outside the lists become [`Tag::Other`] or are dropped.
//! What it is not: an HTML specification. Only what reading needs is here.

macro_rules! names {
    ($(#[$meta:meta])* $kind:ident, $list:ident, { $($variant:ident $name:literal),+ $(,)? } $(, $extra:ident)*) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs)] // a variant is the element or attribute of its name
        pub enum $kind { $($variant,)+ $($extra,)* }

        impl $kind {
            /// The lower-case name as written in HTML; empty for the variants that stand for no one name.
            pub fn name(self) -> &'static str {
                match self { $($kind::$variant => $name,)+ #[allow(unreachable_patterns)] _ => "" }
            }

            fn find(name: &str) -> Option<$kind> {
                Some(match name { $($name => $kind::$variant,)+ _ => return None })
            }
        }

        /// Every named variant with its name, in declaration order.
        pub const $list: &[($kind, &str)] = &[$(($kind::$variant, $name),)+];
    };
}

names! {
    /// An element's name. `Other` is any name not listed, `Text` a text node. `extension/capture.js` holds the same list in the same
    /// order; a test keeps them equal.
    Tag, TAGS, {
        A "a", Abbr "abbr", Address "address", AmpImg "amp-img", Article "article", Aside "aside", Audio "audio", B "b",
        Base "base", Bdi "bdi", Bdo "bdo", Blockquote "blockquote", Body "body", Br "br", Button "button", Canvas "canvas",
        Caption "caption", Center "center", Cite "cite", Code "code", Col "col", Colgroup "colgroup", Data "data",
        Datalist "datalist", Dd "dd", Del "del", Details "details", Dfn "dfn", Dialog "dialog", Div "div", Dl "dl",
        Dt "dt", Em "em", Embed "embed", Fieldset "fieldset", Figcaption "figcaption", Figure "figure", Font "font",
        Footer "footer", Form "form", Frame "frame", Frameset "frameset", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5",
        H6 "h6", Head "head", Header "header", Hgroup "hgroup", Hr "hr", Html "html", I "i", Iframe "iframe", Img "img",
        Input "input", Ins "ins", Kbd "kbd", Label "label", Legend "legend", Li "li", Link "link", Main "main",
        Mark "mark", Math "math", Menu "menu", Meta "meta", Meter "meter", Nav "nav", Noscript "noscript",
        Object "object", Ol "ol", Optgroup "optgroup", Option "option", Output "output", P "p", Param "param",
        Picture "picture", Pre "pre", Progress "progress", Q "q", Rp "rp", Rt "rt", Ruby "ruby", S "s", Samp "samp",
        Script "script", Search "search", Section "section", Select "select", Slot "slot", Small "small",
        Source "source", Span "span", Strike "strike", Strong "strong", Style "style", Sub "sub", Summary "summary",
        Sup "sup", Svg "svg", Table "table", Tbody "tbody", Td "td", Template "template", Textarea "textarea",
        Tfoot "tfoot", Th "th", Thead "thead", Time "time", Title "title", Tr "tr", Track "track", Tt "tt", U "u",
        Ul "ul", Var "var", Video "video", Wbr "wbr",
        // MathML that carries structure a renderer can keep.
        Annotation "annotation", Mfrac "mfrac", Mi "mi", Mn "mn", Mo "mo", Mover "mover", Mrow "mrow", Msqrt "msqrt",
        Msub "msub", Msubsup "msubsup", Msup "msup", Mtable "mtable", Mtd "mtd", Mtext "mtext", Mtr "mtr",
        Munder "munder", Munderover "munderover", Semantics "semantics",
    }, Other, Text
}

names! {
    /// An attribute that reading may look at. `extension/capture.js` holds the same list in the same order; a test
    /// keeps them equal.
    Attribute, ATTRIBUTES, {
        Class "class", Id "id", Href "href", Src "src", Alt "alt", Title "title", Rel "rel", Role "role",
        Itemprop "itemprop", Itemtype "itemtype", Property "property", Name "name", Content "content",
        Datetime "datetime", Lang "lang", Dir "dir", Type "type", Cite "cite", Srcset "srcset", Sizes "sizes",
        Media "media", Poster "poster", Width "width", Height "height", Colspan "colspan", Rowspan "rowspan",
        Start "start", Value "value", Open "open", Hidden "hidden", AriaHidden "aria-hidden", AriaLabel "aria-label",
        AriaRoledescription "aria-roledescription", AriaModal "aria-modal", CurrentSrc "current-src",
        DataSrc "data-src", DataSrcset "data-srcset", DataLazySrc "data-lazy-src", DataOriginal "data-original",
        DataTestid "data-testid", DataComponent "data-component", DataType "data-type", DataModule "data-module",
        DataLanguage "data-language", Encoding "encoding", Display "display", For "for", Itemscope "itemscope",
    }
}

impl Tag {
    /// The tag of a lower-case element name; [`Tag::Other`] for a name not in the list.
    pub fn from_name(name: &str) -> Tag {
        Tag::find(name).unwrap_or(Tag::Other)
    }

    /// The tag of a place in [`TAGS`]; [`Tag::Other`] for one beyond it.
    pub fn from_number(number: u32) -> Tag {
        TAGS.get(number as usize).map_or(Tag::Other, |(tag, _)| *tag)
    }

    /// Whether the element starts a new line in the default style sheet, so that text before and after it is not one
    /// sentence.
    pub fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Address
                | Article
                | Aside
                | Blockquote
                | Body
                | Caption
                | Center
                | Dd
                | Details
                | Dialog
                | Div
                | Dl
                | Dt
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Form
                | Frameset
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Header
                | Hgroup
                | Hr
                | Html
                | Legend
                | Li
                | Main
                | Menu
                | Nav
                | Ol
                | Optgroup
                | Option
                | P
                | Pre
                | Search
                | Section
                | Summary
                | Table
                | Tbody
                | Td
                | Tfoot
                | Th
                | Thead
                | Tr
                | Ul
        )
    }

    /// Whether this is a heading, and of which level (1 to 6).
    pub fn heading_level(self) -> Option<u8> {
        use Tag::*;
        Some(match self {
            H1 => 1,
            H2 => 2,
            H3 => 3,
            H4 => 4,
            H5 => 5,
            H6 => 6,
            _ => return None,
        })
    }

    /// Whether the element has no text of the page to read: its contents are code, data or controls.
    pub fn is_unread(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Base | Canvas
                | Col
                | Colgroup
                | Datalist
                | Embed
                | Head
                | Input
                | Link
                | Meta
                | Meter
                | Noscript
                | Object
                | Option
                | Optgroup
                | Param
                | Progress
                | Script
                | Select
                | Source
                | Style
                | Svg
                | Template
                | Textarea
                | Title
                | Track
        )
    }

    /// Whether the element is part of a formula that can be kept: MathML that arranges characters, nothing that links or runs.
    pub fn is_math(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Math | Mfrac
                | Mi
                | Mn
                | Mo
                | Mover
                | Mrow
                | Msqrt
                | Msub
                | Msubsup
                | Msup
                | Mtable
                | Mtd
                | Mtext
                | Mtr
                | Munder
                | Munderover
        )
    }

    /// Whether the element holds a picture or a player.
    pub fn is_media(self) -> bool {
        use Tag::*;
        matches!(self, AmpImg | Audio | Embed | Iframe | Img | Object | Picture | Video)
    }
}

impl Attribute {
    /// The attribute of a lower-case name, or `None` for one that reading never looks at.
    pub fn from_name(name: &str) -> Option<Attribute> {
        Attribute::find(name)
    }

    /// The attribute of a place in [`ATTRIBUTES`].
    pub fn from_number(number: u32) -> Option<Attribute> {
        ATTRIBUTES.get(number as usize).map(|(attribute, _)| *attribute)
    }

    /// Whether the attribute names its element: what it is called by styles, scripts, tools and tests.
    pub fn is_name(self) -> bool {
        use Attribute::*;
        matches!(self, Class | Id | Role | DataTestid | DataComponent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_finds_its_variant() {
        for (tag, name) in TAGS {
            assert_eq!(Tag::from_name(name), *tag, "{name}");
            assert_eq!(tag.name(), *name);
        }
        for (attribute, name) in ATTRIBUTES {
            assert_eq!(Attribute::from_name(name), Some(*attribute));
        }
        assert_eq!(Tag::from_name("x-card"), Tag::Other);
        assert_eq!(Attribute::from_name("onclick"), None);
    }
}
