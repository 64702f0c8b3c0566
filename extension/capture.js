// Takes down the page as it stands, in one walk, for the core to read (src/snapshot.rs says how it is laid out).
//
// It decides nothing: which elements, which attributes, whether an element is visible, how large an image is. A classic
// script, so that it runs as a content script and in a page of our own alike. The walk is a loop with its own stack: pages
// nest deeper than JavaScript can recurse.

(() => {
  const VERSION = 1;
  const [ELEMENT, TEXT, HIDDEN, SIZED, ATTRIBUTE_SHIFT] = [0, 1, 4, 8, 8];

  // The same list as in src/tag.rs; a test keeps them equal.
  const ATTRIBUTES = [
    "class", "id", "href", "src", "alt", "title", "rel", "role", "itemprop", "itemtype", "property", "name", "content",
    "datetime", "lang", "dir", "type", "cite", "srcset", "sizes", "media", "poster", "width", "height", "colspan",
    "rowspan", "start", "value", "open", "hidden", "aria-hidden", "aria-label", "aria-roledescription", "aria-modal",
    "current-src", "data-src", "data-srcset", "data-lazy-src", "data-original", "data-testid", "data-component",
    "data-type", "data-module", "data-language", "encoding", "display", "for", "itemscope",
  ];
  const READ = new Set(ATTRIBUTES);
  const ADDRESSES = new Set(["href", "src", "poster", "cite"]);
  // Elements that never have a box of their own: asking whether they are visible says nothing.
  const BOXLESS = new Set(
    "area base br col colgroup datalist link meta noscript optgroup option param script source title track wbr".split(" "),
  );
  // Elements in which nothing is asked: the head is never shown, formulas hide the source they carry.
  const UNASKED = new Set(["head", "math", "noscript"]);
  // Asking costs a walk over the ancestors: below this depth nothing is asked, so that time stays linear in the page's size.
  const DEEPEST_ASKED = 400;
  /** How many steps lie between two looks at the clock. */
  const LOOK = 128;
  /** What is taken down at most, nodes and letters (two long books): of a page with more, the beginning is all that is read. */
  const [MOST_NODES, MOST_UNITS] = [150_000, 2_000_000];
  /** How many steps are taken at most: a page that changes meanwhile could make the walk endless with what is not taken down. */
  const MOST_STEPS = 1_000_000;
  const ANY_VISIBILITY = { visibilityProperty: true };

  /**
   * A form, and a document outside a content script's own world, answers with its own fields and pictures where they are named like what
   * is asked ("nextSibling"): a page could lead the walk in circles. Asked through this, it cannot; `raw` is itself.
   */
  const honest = (prototype, one) =>
    new Proxy(/** @type {any} */ ({}), {
      get(_, name) {
        if (name === "raw") return one;
        const value = Reflect.get(prototype, name, one);
        return typeof value === "function" ? value.bind(one) : value;
      },
    });

  /** Whether a document that no browser shows would hide the element; src/html.rs guesses alike. */
  function looksHidden(element) {
    const hidden = element.getAttribute("hidden");
    if (hidden !== null && hidden.toLowerCase() !== "until-found") return true;
    const style = element.getAttribute("style");
    if (style === null) return false;
    const rules = style.toLowerCase().replace(/\s+/g, "").split(";");
    return rules.some((rule) => /^(display:none|visibility:hidden)(!important)?$/.test(rule));
  }

  /** Whether an element without a box can be shown by one press: a closed <details>, text that find-in-page opens. */
  function isFolded(element) {
    const parent = element.parentNode;
    return (parent?.localName === "details" && !parent.open) || element.getAttribute("hidden") === "until-found";
  }

  /** What stays out of the document with all that is in it; src/html.rs decides alike. */
  function isLeftOut(element, name) {
    switch (name) {
      case "style":
      case "template":
        return true;
      case "script":
        return (element.getAttribute("type") ?? "").trim().toLowerCase() !== "application/ld+json";
      case "link":
        return !(element.getAttribute("rel") ?? "").toLowerCase().split(/\s+/).includes("canonical");
      case "noscript":
        return element.querySelector("img") === null && !/<img/i.test(element.textContent);
      default:
        return false;
    }
  }

  /** The nodes that stand for an element's children where those are not simply its own: a list, or a first node. */
  function inner(element, name) {
    if (name === "svg") return [];
    if (name === "iframe" || name === "frame" || name === "object") {
      try {
        // Another site's frame has no document for us.
        const body = element.contentDocument?.body;
        if (body) return [body];
      } catch {
        return [];
      }
    }
    if (name === "noscript" && element.firstElementChild === null) {
      try {
        return [...new DOMParser().parseFromString(element.textContent, "text/html").body.childNodes];
      } catch {
        return [];
      }
    }
    return (element.shadowRoot ?? element).firstChild;
  }

  /**
   * Begins to take down a document, but for the element `except` and what is in it. `advance(ms)` walks on for about so long and says whether the
   * end is reached; the document may change between two of them. `snapshot()` is what was taken down.
   */
  function begin(given, except = null) {
    const document = honest(Document.prototype, given);
    // A plain list: most walks are over before anything is compiled, and its push is.
    const numbers = [VERSION, 0];
    const strings = [];
    const names = new Map();
    const rendered = document.defaultView !== null;
    let count = 0;
    let units = 0; // of text, in UTF-16
    let isCut = false;

    const string = (text) => {
      units += text.length;
      strings.push(text.includes("\0") ? text.replaceAll("\0", "\uFFFD") : text);
    };
    const name = (text) => {
      let number = names.get(text);
      if (number === undefined) {
        names.set(text, (number = names.size));
        string(text);
      }
      numbers.push(number);
    };

    // One level per open element: the node number children name as their parent, and the next child, or a list of them.
    const parents = [0xffffffff];
    const cursors = [null];
    const lists = [[document.documentElement].filter(Boolean)];
    const places = [0];
    let top = 0;
    let steps = 0;
    let unasked = Infinity; // the level from which visibility is not asked
    const veiled = []; // open elements with `visibility: hidden`: level, and where their head stands in `numbers`

    /** HIDDEN or 0; `level` is the one the element's children will have. */
    const visibility = (element, tag, level) => {
      if (level >= unasked || level > DEEPEST_ASKED || BOXLESS.has(tag)) return 0;
      if (!rendered) return looksHidden(element) ? HIDDEN : 0;
      if (element.checkVisibility(ANY_VISIBILITY)) {
        // Something in an invisible box may be visible again: then the box is not hidden as a whole.
        for (const veil of veiled) numbers[veil.head] &= ~HIDDEN;
        veiled.length = 0;
        return 0;
      }
      if (element.checkVisibility()) {
        veiled.push({ level, head: numbers.length + 1 });
        return HIDDEN;
      }
      if (element.ownerDocument.defaultView?.getComputedStyle(element.raw ?? element).display === "contents") return 0;
      unasked = level;
      return isFolded(element) ? 0 : HIDDEN;
    };

    const attributes = (element, tag) => {
      let read = 0;
      if (element.hasAttributes()) {
        const elsewhere = element.ownerDocument !== given;
        for (const attribute of element.getAttributeNames()) {
          if (!READ.has(attribute)) continue;
          let value = element.getAttribute(attribute);
          // A frame's addresses are relative to the frame.
          if (elsewhere && ADDRESSES.has(attribute)) value = URL.parse?.(value, element.baseURI)?.href ?? value;
          name(attribute);
          string(value);
          read += 1;
        }
      }
      if (tag === "img" && element.currentSrc) {
        name("current-src");
        string(element.currentSrc);
        read += 1;
      }
      return read;
    };

    /** Goes back to the level above `level`, and forgets what held in it. */
    const leave = (level) => {
      if (level < unasked) unasked = Infinity;
      while (veiled.length && veiled[veiled.length - 1].level > level) veiled.pop();
    };

    const element = (node, tag) => {
      let children;
      if (tag === "slot" && node.getRootNode().host) {
        // A slot stands for what is put into it: those become children of what the slot stands in.
        const assigned = node.assignedNodes();
        children = assigned.length ? assigned : node.firstChild;
        parents[top + 1] = parents[top];
      } else {
        const hidden = visibility(node, tag, top + 1);
        const head = numbers.length + 1;
        numbers.push(parents[top], ELEMENT);
        name(tag);
        let flags = hidden | (attributes(node, tag) << ATTRIBUTE_SHIFT);
        if (tag === "img" && node.naturalWidth > 0) {
          flags |= SIZED;
          numbers.push(node.naturalWidth, node.naturalHeight);
        }
        numbers[head] = flags;
        children = inner(node, tag);
        if (UNASKED.has(tag)) unasked = Math.min(unasked, top + 1);
        parents[top + 1] = count;
        count += 1;
      }
      if (!children) return leave(top);
      top += 1;
      const isList = Array.isArray(children);
      lists[top] = isList ? children : null;
      cursors[top] = isList ? null : children;
      places[top] = 0;
    };

    const advance = (ms) => {
      const until = performance.now() + ms;
      while (top >= 0) {
        steps += 1;
        if (steps % LOOK === 0 && performance.now() > until) return false;
        const list = lists[top];
        let node = list ? list[places[top]++] : cursors[top];
        if (!node) {
          top -= 1;
          leave(top);
          continue;
        }
        if (count >= MOST_NODES || units >= MOST_UNITS || steps >= MOST_STEPS) {
          isCut = true;
          top = -1;
          break;
        }
        let kind = node.nodeType;
        let tag = kind === 1 ? node.localName : "";
        // Whoever answers with what is no number and no name is a form that lies.
        if (tag === "form" || typeof kind !== "number" || typeof tag !== "string") {
          node = honest(HTMLFormElement.prototype, node);
          [kind, tag] = [node.nodeType, node.localName];
        }
        if (!list) cursors[top] = node.nextSibling;
        if (kind === 3) {
          numbers.push(parents[top], TEXT);
          const { data } = node;
          isCut = units + data.length > MOST_UNITS;
          string(isCut ? data.slice(0, Math.max(0, MOST_UNITS - units)) : data);
          count += 1;
          if (isCut) top = -1;
        } else if (kind === 1 && node !== except) {
          if (!isLeftOut(node, tag)) element(node, tag);
        }
      }
      return true;
    };

    const snapshot = () => {
      numbers[1] = count;
      return {
        version: VERSION,
        numbers: new Uint32Array(numbers),
        strings: strings.join("\0"),
        url: document.URL,
        base: document.baseURI,
        isCut,
      };
    };
    return { advance, snapshot };
  }

  /** Takes down a document in one go. */
  function capture(given) {
    const walk = begin(given);
    walk.advance(Infinity);
    return walk.snapshot();
  }

  capture.begin = begin;
  globalThis.verbatimCapture = capture;
})();
