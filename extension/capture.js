// Takes down the page as it stands, in one walk, for the core to read (src/snapshot.rs says how it is laid out).
//
// It decides nothing: which elements, which attributes, whether an element is visible, how large an image is. A classic
// script, so that it runs as a content script and in a page of our own alike. The walk is a loop with its own stack: pages
// nest deeper than JavaScript can recurse. It is one long function on purpose: most walks are over before anything is compiled, and
// calls and names of an outer function cost most in what is only interpreted.

(() => {
  const VERSION = 2;
  const [HIDDEN, SIZED, ATTRIBUTE_SHIFT, TAG_SHIFT] = [1, 2, 2, 16];

  // The same lists as in src/tag.rs, in its order; a test keeps them equal.
  const TAGS = (
    "a abbr address amp-img article aside audio b base bdi bdo blockquote body br button canvas caption center cite code col " +
    "colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form frame " +
    "frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main mark math " +
    "menu meta meter nav noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script " +
    "search section select slot small source span strike strong style sub summary sup svg table tbody td template textarea " +
    "tfoot th thead time title tr track tt u ul var video wbr annotation mfrac mi mn mo mover mrow msqrt msub msubsup msup " +
    "mtable mtd mtext mtr munder munderover semantics"
  ).split(" ");
  const ATTRIBUTES = [
    "class", "id", "href", "src", "alt", "title", "rel", "role", "itemprop", "itemtype", "property", "name", "content",
    "datetime", "lang", "dir", "type", "cite", "srcset", "sizes", "media", "poster", "width", "height", "colspan",
    "rowspan", "start", "value", "open", "hidden", "aria-hidden", "aria-label", "aria-roledescription", "aria-modal",
    "current-src", "data-src", "data-srcset", "data-lazy-src", "data-original", "data-testid", "data-component",
    "data-type", "data-module", "data-language", "encoding", "display", "for", "itemscope",
  ];

  /** What is to be known of an element by its name, one bit each, beside its number in the lower bits. */
  const NUMBER = 0xff;
  const [LEFT_OUT, DOUBTFUL, BOXLESS, UNASKED, OTHERWISE, HOST, SLOT, IMAGE, MEDIUM, FORM, PLAIN] = Array.from({ length: 11 }, (_, bit) => 0x100 << bit);
  /** @type {[number, string][]} */
  const KINDS = [
    [LEFT_OUT, "style template"],
    // Left out or not by what they say: see `isLeftOut`.
    [DOUBTFUL, "script link noscript"],
    // Elements that never have a box of their own: asking whether they are visible says nothing.
    [BOXLESS, "area base br col colgroup datalist link meta noscript optgroup option param script source title track wbr"],
    // Elements in which nothing is asked: the head is never shown, formulas hide the source they carry.
    [UNASKED, "head math noscript"],
    // Elements whose children are not simply their own: see `inner`.
    [OTHERWISE, "svg iframe frame object noscript"],
    // Elements of HTML that may have a shadow root, beside those that are called by a name with a hyphen.
    [HOST, "article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span"],
    [SLOT, "slot"],
    [IMAGE, "img"],
    // Elements that show something without a text of their own.
    [MEDIUM, "img picture video audio iframe frame object embed canvas math hr"],
    [FORM, "form"],
    // Elements that, without any attribute, no page hides apart from the text around them.
    [PLAIN, "abbr b cite code del dfn em font i ins kbd mark q s samp small strike strong sub sup tt u var"],
  ];
  const OTHER = TAGS.length | HOST;
  const KNOWN = new Map(TAGS.map((tag, number) => [tag, KINDS.reduce((bits, [bit, tags]) => (tags.split(" ").includes(tag) ? bits | bit : bits), number)]));
  // The one element without a box that the core has no name for.
  KNOWN.set("area", OTHER | BOXLESS);
  const READ = new Map(ATTRIBUTES.map((name, number) => [name, number]));
  const CURRENT_SRC = READ.get("current-src");
  const ADDRESSES = new Set(["href", "src", "poster", "cite"].map((name) => READ.get(name)));
  // Asking costs a walk over the ancestors: below this depth nothing is asked, so that time stays linear in the page's size.
  const DEEPEST_ASKED = 400;
  /** How many steps lie between two looks at the clock. */
  const LOOK = 128;
  /**
   * What is taken down at most, nodes and letters (two long books): of a page with more, the beginning is all that is read. The longest of
   * 1,497 pages has 19,000 nodes; of 10,000 tables 100,000 were taken down and read in 1 s.
   */
  const [MOST_NODES, MOST_UNITS] = [80_000, 2_000_000];
  /** How many steps are taken at most: a page that changes meanwhile could make the walk endless with what is not taken down. */
  const MOST_STEPS = 1_000_000;
  const ANY_VISIBILITY = { visibilityProperty: true };
  /** A picture in markup that is no pixel to count readers with: most of what stands in <noscript>, and dear to parse. */
  const PICTURE = /<img(?![^>]{0,400}\s(?:width|height)\s*=\s*["']?\s*[01](?!\d))/i;

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
        return element.firstElementChild === null ? !PICTURE.test(element.textContent) : [...element.querySelectorAll("img")].every(isPixel);
      default:
        return false;
    }
  }

  /** Whether an element has no box because its children stand in its parent's. */
  function isContents(element) {
    return element.ownerDocument.defaultView?.getComputedStyle(element.raw ?? element).display === "contents";
  }

  /** Whether a picture is one pixel wide or high, or none. */
  function isPixel(image) {
    return ["width", "height"].some((name) => /^\s*[01](?!\d)/.test(image.getAttribute(name) ?? ""));
  }

  /** The nodes that stand for the children of an element that is OTHERWISE: a list, or a first node. */
  function inner(element, name) {
    if (name === "svg") return null;
    if (name === "noscript") {
      if (element.firstElementChild !== null) return element.firstChild;
      try {
        return [...new DOMParser().parseFromString(element.textContent, "text/html").body.childNodes];
      } catch {
        return null;
      }
    }
    try {
      // Another site's frame has no document for us.
      const body = element.contentDocument?.body;
      return body ? [body] : element.firstChild;
    } catch {
      return null;
    }
  }

  /**
   * Begins to take down a document, but for the element `except` and what is in it. `advance(ms)` walks on for about so long and says whether the
   * end is reached; the document may change between two of them. `snapshot()` is what was taken down.
   */
  function begin(given, except = null) {
    const document = honest(Document.prototype, given);
    // Plain lists: most walks are over before anything is compiled, and growing them is.
    const numbers = [VERSION, 0];
    const strings = [];
    const folded = []; // the strings of earlier turns, joined
    const rendered = document.defaultView !== null;
    let count = 0;
    let units = 0; // of text, in UTF-16
    let isCut = false;

    // One level per open element: its next child, itself, where its flags stand in `numbers`, whether it has been asked. A slot and a plain
    // element are asked about through the level that owns them.
    const nexts = [null];
    const elements = [null];
    const heads = [0];
    const asked = [true];
    const owners = [0];
    /** Levels whose children are a list: which level, the nodes, the place in them. */
    const lists = [{ level: 0, nodes: [document.documentElement].filter(Boolean), place: 0 }];
    let listLevel = 0;
    let top = 0;
    let steps = 0;
    let closes = 0; // open elements of the snapshot that end before the next node
    let isText = false; // whether the snapshot's last node is a text
    let unasked = Infinity; // the level from which visibility is not asked
    let elsewhere = Infinity; // the level from which elements are another document's
    const veiled = []; // levels of open elements with `visibility: hidden`

    /**
     * Asks whether the element of a level is visible, and if not, on how far up nothing is. Asked only where something stands that would be seen:
     * each time costs as much as everything else about an element.
     */
    const ask = (level) => {
      if (!rendered || level >= unasked || level > DEEPEST_ASKED) return;
      asked[level] = true;
      if (elements[level].checkVisibility(ANY_VISIBILITY)) {
        // Something in an invisible box may be visible again: then the box is not hidden as a whole.
        for (const veil of veiled) numbers[heads[veil]] &= ~HIDDEN;
        veiled.length = 0;
        for (let above = level - 1; above > 0 && !asked[above]; above -= 1) asked[above] = true;
        return;
      }
      const hasBox = elements[level].checkVisibility();
      const found = [];
      for (let at = level; at > 0; at -= 1) {
        if (owners[at] !== at) continue;
        if (at !== level) {
          if (asked[at]) break;
          asked[at] = true;
          if (elements[at].checkVisibility(hasBox ? ANY_VISIBILITY : undefined)) break;
        }
        if (hasBox || !isContents(elements[at])) found.push(at);
      }
      if (found.length === 0) return;
      const outermost = found[found.length - 1];
      if (hasBox) {
        for (const at of found) numbers[heads[at]] |= HIDDEN;
        veiled.push(...found.reverse());
        return;
      }
      // What stands in an element without a box has none either.
      unasked = outermost;
      if (!isFolded(elements[outermost])) numbers[heads[outermost]] |= HIDDEN;
    };

    /** The strings, joined by what is to stand in none: no parser lets it through, but a script may write it. */
    const joined = (list) => {
      const has = (/** @type {string} */ text) => text.includes("\0");
      return (list.some(has) ? list.map((text) => text.replaceAll("\0", "\uFFFD")) : list).join("\0");
    };

    const advance = (ms) => {
      const until = performance.now() + ms;
      let length = numbers.length;
      let next = nexts[top];
      while (top >= 0) {
        steps += 1;
        if (steps % LOOK === 0 && performance.now() > until) {
          nexts[top] = next;
          // Joined in the end they would hold the page up for longer than a turn. The last one may grow.
          if (strings.length > 1) folded.push(joined(strings.splice(0, strings.length - 1)));
          return false;
        }
        let node = next;
        if (top === listLevel) {
          const list = lists[lists.length - 1];
          node = list.nodes[list.place++];
        }
        if (!node) {
          if (top === listLevel) {
            lists.pop();
            listLevel = lists.length ? lists[lists.length - 1].level : -1;
          }
          if (heads[top] !== heads[top - 1]) closes += 1;
          top -= 1;
          if (top < 0) break;
          if (top < unasked) unasked = Infinity;
          if (top < elsewhere) elsewhere = Infinity;
          while (veiled.length && veiled[veiled.length - 1] > top) veiled.pop();
          next = nexts[top];
          continue;
        }
        if (count >= MOST_NODES || units >= MOST_UNITS || steps >= MOST_STEPS) {
          isCut = true;
          top = -1;
          break;
        }
        let kind = node.nodeType;
        if (kind === 3) {
          next = node.nextSibling;
          let { data } = node;
          const owner = owners[top];
          if (!asked[owner] && owner < unasked && /\S/.test(data)) ask(owner);
          if (units + data.length > MOST_UNITS) {
            isCut = true;
            top = -1;
            data = data.slice(0, Math.max(0, MOST_UNITS - units));
          }
          // Texts with a comment or a script between them are one, as a parser would have made them: put together by the core, they would
          // lie behind all other strings, and those would have to move for them.
          if (isText && closes === 0) strings[strings.length - 1] += data;
          else {
            numbers[length++] = closes << 1;
            closes = 0;
            strings.push(data);
            count += 1;
            isText = true;
          }
          units += data.length;
          continue;
        }
        let tag = kind === 1 ? node.localName : "";
        let known = KNOWN.get(tag);
        // Whoever answers with what is no number and no name is a form that lies.
        if (known === undefined ? typeof kind !== "number" || typeof tag !== "string" : known & FORM) {
          node = honest(HTMLFormElement.prototype, node);
          [kind, tag] = [node.nodeType, node.localName];
          known = KNOWN.get(tag);
        }
        next = node.nextSibling;
        if (kind !== 1 || node === except) continue;
        known ??= OTHER;
        if (known & LEFT_OUT || (known & DOUBTFUL && isLeftOut(node, tag))) continue;

        const level = top + 1;
        let children;
        if (known & SLOT && node.getRootNode().host) {
          // A slot stands for what is put into it: those become children of what the slot stands in.
          const assigned = node.assignedNodes();
          children = assigned.length ? assigned : node.firstChild;
          [heads[level], owners[level]] = [heads[top], owners[top]];
        } else {
          numbers[length++] = (closes << 1) | 1;
          closes = 0;
          isText = false;
          const head = length++;
          numbers[head] = 0;
          count += 1;
          let flags = (known & NUMBER) << TAG_SHIFT;
          const hasAttributes = node.hasAttributes();
          if (hasAttributes) {
            const own = node.getAttributeNames();
            let read = 0;
            for (let at = 0; at < own.length; at += 1) {
              const attribute = READ.get(own[at]);
              if (attribute === undefined) continue;
              let value = node.getAttribute(own[at]);
              // A frame's addresses are relative to the frame.
              if (top >= elsewhere && ADDRESSES.has(attribute)) value = URL.parse?.(value, node.baseURI)?.href ?? value;
              numbers[length++] = attribute;
              strings.push(value);
              units += value.length;
              read += 1;
            }
            flags |= read << ATTRIBUTE_SHIFT;
          }
          if (known & IMAGE) {
            const address = node.currentSrc;
            if (address) {
              numbers[length++] = CURRENT_SRC;
              strings.push(address);
              units += address.length;
              flags += 1 << ATTRIBUTE_SHIFT;
            }
            if (node.naturalWidth > 0) {
              flags |= SIZED;
              numbers[length++] = node.naturalWidth;
              numbers[length++] = node.naturalHeight;
            }
          }
          if (!rendered && !(known & BOXLESS) && level < unasked && level <= DEEPEST_ASKED && looksHidden(node)) flags |= HIDDEN;
          numbers[head] = flags;
          heads[level] = head;
          elements[level] = node;
          asked[level] = (known & BOXLESS) !== 0;
          owners[level] = known & PLAIN && !hasAttributes ? owners[top] : level;
          if (known & MEDIUM) ask(level);
          if (known & UNASKED) unasked = Math.min(unasked, level);
          if (known & OTHERWISE) {
            children = inner(node, tag);
            if (Array.isArray(children)) elsewhere = Math.min(elsewhere, level);
          } else if (known & HOST) children = (node.shadowRoot ?? node).firstChild;
          else children = node.firstChild;
          if (!children) closes = 1;
        }
        if (!children) {
          if (level <= unasked) unasked = Infinity;
          if (level <= elsewhere) elsewhere = Infinity;
          if (veiled.length && veiled[veiled.length - 1] === level) veiled.pop();
          continue;
        }
        nexts[top] = next;
        top = level;
        if (Array.isArray(children)) {
          lists.push({ level, nodes: children, place: 0 });
          listLevel = level;
          next = null;
        } else next = children;
      }
      return true;
    };

    const snapshot = () => {
      numbers[1] = count;
      if (strings.length) folded.push(joined(strings.splice(0)));
      return {
        version: VERSION,
        numbers: new Uint32Array(numbers),
        strings: folded.join("\0"),
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
