// Lays the reader over the page and takes it away again. The page is left as it was: one element of ours under <html> while
// the reader is open, nothing else. The reader inside is a frame of the extension; the page can neither see into it nor speak
// for it. Runs at every press of the button, after capture.js; its value is a reason if the page cannot be read, else nothing.

(() => {
  /** What is ours, or the browser's: an element of the page that is called so (`<a id=browser>`) can be asked for by its name too. */
  const own = (/** @type {string} */ name) => (Object.hasOwn(globalThis, name) ? globalThis[name] : undefined);
  const api = own("browser") ?? own("chrome");
  const XHTML = "http://www.w3.org/1999/xhtml";
  /** How long the frame may take to report before it counts as blocked, in ms. */
  const FRAME_PATIENCE = 8000;
  /** How long going back over the reader's history entry may take, in ms. */
  const BACK_PATIENCE = 600;
  /** How long the page's own thread may be held while it is taken down, in ms: at first, and between two of its turns. */
  const [FIRST_SLICE, SLICE] = [50, 16];
  /**
   * Of how many elements a page is not taken down in the turn in which the reader is laid over it: that alone can take 90 ms (7,700 elements
   * made inert), and the reader's frame is not there before 60.
   */
  const MOST_TOGETHER = 3000;
  /**
   * Elements of a page that the browser can style anew without being felt. Making the page inert, as a modal dialog does, and taking away its
   * scroll bar style every element anew, and closing does so again (200,000 links: 0.9 s, 0.7 s and 2 s). Over larger pages the reader is laid
   * as a popover, keeps the focus itself, and stands beside the page's scroll bar.
   */
  const MOST_STYLED = 5_000;
  /** How often the overlay puts itself back when the page removes it or covers it. */
  const INSISTENCE = 5;

  /** Why this document cannot be read, or null. */
  function obstacle() {
    // The browser's own viewer is a page that holds nothing else. Looking for it anywhere takes long on a long page.
    const first = document.body?.firstElementChild;
    const isViewer = first?.localName === "embed" && /^application\/(x-google-chrome-)?pdf$/.test(first.getAttribute("type") ?? "");
    if (document.contentType === "application/pdf" || isViewer) return "pdf";
    return document.documentElement?.namespaceURI === XHTML ? null : "noPage";
  }

  // On a site that opens by itself; then nothing is said where there is no article.
  let isAuto = own("verbatimAuto") === true;
  globalThis.verbatimAuto = undefined;

  const reason = obstacle();
  if (reason && isAuto) return undefined;
  if (reason) return reason;
  const earlier = own("verbatimOverlay");
  if (earlier?.isAlive()) {
    if (!isAuto) earlier.toggle();
    return undefined;
  }
  // The overlay of an extension that was updated or reloaded since can no longer speak with its frame.
  earlier?.finish();

  /** Whether the extension was updated, reloaded or taken away since this script began. */
  const isOrphan = () => !api.runtime?.id;
  /** How often that is asked while the reader is open, in ms. */
  const ASKED_EVERY = 1000;

  /** Takes away an overlay whose script has ended with the extension's earlier version: nobody else can. */
  function clearLeftovers() {
    // They stand beside the body. Looking for them anywhere takes long on a long page.
    for (const one of [...document.documentElement.children].filter((element) => element.localName === "div")) {
      const root = /** @type {any} */ (one).openOrClosedShadowRoot ?? api.dom?.openOrClosedShadowRoot?.(one);
      const address = root?.querySelector("dialog > iframe")?.getAttribute("src") ?? "";
      if (/^(chrome|moz)-extension:.*\/reader\.html$/.test(address)) one.remove();
    }
  }

  function styled(name, style) {
    const element = document.createElementNS(XHTML, name);
    for (const [property, value] of Object.entries(style)) element.style.setProperty(property, value, "important");
    return element;
  }

  const FILL = { position: "fixed", inset: "0", margin: "0", padding: "0", border: "0", "min-width": "0", "min-height": "0" };
  const WHOLE = { width: "100vw", height: "100%", "max-width": "none", "max-height": "none" };

  let state = "closed"; // closed, open, leaving (hidden, while the browser goes back over our history entry)
  let openAgain = false;
  let host, dialog, frame, port, snapshot, token, announced, before, observer, scrollbar, scroller, timer, watch;
  let isGreeted = false; // the frame was given its channel before it had loaded
  let isHeard = false; // the frame has answered over its channel
  let hasEntry = false;
  let insisted = 0;
  let count = 0; // of the page's elements, when the button was pressed
  const isLarge = () => count > MOST_STYLED;
  let regained = 0; // the focus, from the page

  /**
   * The page's own scroll bar would stand beside the reader's. Hidden without a change of width, so that nothing reflows; the
   * strip it leaves is all that is seen of the page, and gets the reader's colour.
   */
  function hideScrollbar() {
    const root = document.documentElement;
    if (isLarge()) {
      // Our own scroll bar must not lie under the page's.
      dialog.style.setProperty("width", "100%", "important");
      return;
    }
    if (innerWidth <= root.clientWidth) return;
    // Whose `overflow` the window takes: the root's, or, if that is visible, the body's.
    const own = getComputedStyle(root);
    const isBodys = own.overflowX === "visible" && own.overflowY === "visible" && document.body?.localName === "body";
    scroller = isBodys ? "html>body" : "html";
    scrollbar = document.createElementNS(XHTML, "style");
    scrollbar.textContent = scrollbarStyle();
    host.append(scrollbar);
  }

  const scrollbarStyle = () =>
    `html{scrollbar-gutter:stable!important;background:${paper()}!important}${scroller}{overflow:hidden!important}`;

  /** The themes' backgrounds, as in styles/base.css. */
  const PAPERS = { light: "#fcfaf5", sepia: "#f5ecda", dark: "#191816", contrast: "#000" };
  let theme = "system";

  /** The reader's background, before the reader is there to paint it. */
  const paper = () =>
    (Object.hasOwn(PAPERS, theme) && PAPERS[theme]) || PAPERS[matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"];

  /** Paints what is seen of us in the theme that was chosen, once it is known. */
  async function paint() {
    try {
      theme = (await api.storage.local.get("settings")).settings?.theme;
    } catch {
      return;
    }
    dialog?.style.setProperty("background", paper(), "important");
    if (scrollbar) scrollbar.textContent = scrollbarStyle();
  }
  api.storage.onChanged.addListener(() => {
    if (state === "open") paint();
  });

  function build() {
    host = styled("div", { all: "initial", ...FILL, display: "block", width: "0", height: "0" });
    // Once it is not open it is not seen: should this script end before its time, Esc still gives the page back.
    dialog = styled("dialog", {
      ...FILL, ...WHOLE, overflow: "hidden", "overscroll-behavior": "contain",
      background: paper(), "z-index": "2147483647",
    });
    dialog.setAttribute("aria-modal", "true");
    // Nothing is seen before it is known that there is an article.
    if (isAuto) dialog.style.setProperty("opacity", "0", "important");
    frame = /** @type {HTMLIFrameElement} */ (styled("iframe", {
      all: "initial", ...FILL, ...WHOLE, position: "absolute", width: "100%", display: "block",
    }));
    // The name is how the frame proves to be ours; the page cannot read it, and it stands in no address.
    token = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");
    frame.name = token;
    // Pages that isolate themselves from other origins take only frames without credentials; the reader needs none, and its
    // pictures are asked for without cookies.
    frame.credentialless = true;
    announced = announce();
    frame.title = api.i18n.getMessage("extensionName");
    frame.referrerPolicy = "no-referrer";
    frame.allow = "clipboard-write; fullscreen";
    frame.src = api.runtime.getURL("reader.html");
    isGreeted = false;
    frame.addEventListener("load", connect);
    dialog.append(frame);
    host.attachShadow({ mode: "closed" }).append(dialog);
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      if (event.isTrusted) close();
    });
    // A second Esc closes a dialog whatever is said to the first.
    dialog.addEventListener("close", () => {
      if (state === "open" && !isShown() && host.isConnected) close();
    });
  }

  /** Tells the background that a frame of this name is ours. */
  async function announce() {
    const opening = { type: "opening", token };
    // The browser may stop the background in the middle of it; a second message starts it again.
    if (!(await api.runtime.sendMessage(opening).catch(() => false))) await api.runtime.sendMessage(opening).catch(() => {});
  }

  // The background has checked that the frame is ours, long before all of it has loaded.
  api.runtime.onMessage.addListener((message, sender) => {
    if (sender.id !== api.runtime.id || message?.type !== "frame" || message.token !== token || state !== "open" || !announced) return;
    announced = undefined;
    isGreeted = true;
    greet();
  });

  /** Greets the frame when it has loaded, unless that is done: always after it was loaded anew. */
  async function connect() {
    const own = token;
    if (!isGreeted) await (announced ?? announce());
    if (state !== "open" || token !== own) return;
    const isDone = isGreeted;
    isGreeted = false;
    if (isDone) return;
    announced = undefined;
    greet();
  }

  /** Hands the frame one end of a channel that nobody else can reach. */
  function greet() {
    const own = token;
    const { port1, port2 } = new MessageChannel();
    port?.close();
    port = port1;
    [hasEntry, isHeard] = [false, false];
    port1.onmessage = ({ data: message }) => {
      if (token !== own) return;
      if (message.type === "ready" && state === "open") {
        clearTimeout(timer);
        isHeard = true;
      } else if (message.type === "entered") hasEntry = true;
      else if (message.type === "shown") dialog.style.removeProperty("opacity");
      else if (message.type === "close") close();
      else if (message.type === "left") finish();
    };
    frame.contentWindow.postMessage({ token }, api.runtime.getURL("").replace(/\/$/, ""), [port2]);
    send();
  }

  /** Sends the page once it is taken down and the frame has its channel, in which it waits for all of the frame's scripts. */
  function send() {
    if (!port || !snapshot) return;
    // Whether the browser takes the page for one the person has used: then it does not skip our history entry.
    port.postMessage({ type: "snapshot", snapshot, isAuto, isUsed: navigator.userActivation?.hasBeenActive === true });
  }

  const turn = () => new Promise((resolve) => setTimeout(resolve));

  /** Takes the page down, at once if that is short; else piece by piece, so that the page lives on. */
  async function take() {
    const own = token;
    const isTogether = count <= MOST_TOGETHER;
    if (!isTogether) await turn();
    if (state !== "open" || token !== own) return;
    const walk = globalThis.verbatimCapture.begin(document, host);
    for (let slice = isTogether ? FIRST_SLICE : SLICE; !walk.advance(slice); slice = SLICE) {
      await turn();
      if (state !== "open" || token !== own) return;
    }
    snapshot = walk.snapshot();
    send();
  }

  const isShown = () => dialog.open || dialog.matches(":popover-open");

  /** Takes the dialog off the top layer. */
  function lift() {
    if (dialog.open) dialog.close();
    else if (isShown()) dialog.hidePopover();
  }

  /** What is not inert may take the focus: the reader takes it back, some times. Not every browser tells of it while the focus is in a frame. */
  function regain() {
    if (state !== "open" || document.activeElement === host || dialog.open || (regained += 1) > INSISTENCE * INSISTENCE) return;
    // Asked for while the focus is on its way, the browser forgets it.
    setTimeout(() => state === "open" && frame.focus({ preventScroll: true }));
  }

  function show() {
    if (!host.isConnected) document.documentElement.append(host);
    lift();
    // Where the page has a modal dialog of its own, only another one is not inert.
    if (!isLarge() || document.fullscreenElement || [...document.getElementsByTagName("dialog")].some((one) => one.matches(":modal"))) {
      dialog.popover = null;
      dialog.showModal();
    } else {
      dialog.popover = "manual";
      dialog.showPopover();
    }
    frame.focus({ preventScroll: true });
  }

  /** Stays on top when the page opens a dialog or goes to full screen, and in the page when the page cleans up. */
  function insist() {
    if (state !== "open") return;
    insisted += 1;
    if (insisted <= INSISTENCE) show();
    else if (!host.isConnected) finish();
  }

  /** What the browser tells, and not what the page says in its place. */
  const told = (/** @type {(event: any) => void} */ act) => (/** @type {Event} */ event) => void (event.isTrusted && act(event));

  const onToggle = told((event) => {
    if (event.target !== host && event.newState === "open") insist();
  });
  const onFullscreen = told(() => insist());
  const onOtherPlace = told(() => close());
  const onLeaving = told(() => finish());

  function onMutation() {
    if (state === "open" && !host.isConnected) insist();
  }

  function listen(on) {
    const change = on ? "addEventListener" : "removeEventListener";
    document[change]("toggle", onToggle, true);
    document[change]("focusin", regain, true);
    document[change]("fullscreenchange", onFullscreen, true);
    window[change]("hashchange", onOtherPlace);
    window[change]("pagehide", onLeaving);
    observer?.disconnect();
    if (!on) return;
    observer = new MutationObserver(onMutation);
    observer.observe(document, { childList: true });
    observer.observe(document.documentElement, { childList: true });
  }

  function open() {
    before = { focus: document.activeElement, x: scrollX, y: scrollY };
    [state, hasEntry, insisted, regained, openAgain] = ["open", false, 0, 0, false];
    build();
    const own = token;
    // The frame loads in a process of its own while the page is taken down.
    document.documentElement.append(host);
    // To be seen it has to be drawn, and of a large page that takes a whole turn.
    if (isLarge()) turn().then(() => state === "open" && token === own && show());
    take().catch((error) => {
      finish();
      throw error;
    });
    hideScrollbar();
    paint();
    if (!isLarge()) show();
    listen(true);
    watch = setInterval(() => (isOrphan() ? finish() : regain()), ASKED_EVERY);
    timer = setTimeout(() => {
      if (state !== "open" || isHeard) return;
      finish();
      if (!isAuto) api.runtime.sendMessage({ type: "noFrame" });
    }, FRAME_PATIENCE);
  }

  /** Gives the page back to the eye and the keyboard at once; the frame may still be needed for the way back. */
  function uncover() {
    clearTimeout(timer);
    clearInterval(watch);
    listen(false);
    lift();
    host.style.setProperty("display", "none", "important");
    scrollbar?.remove();
    scrollbar = undefined;
    refocus();
    const { x, y } = before;
    if (scrollX !== x || scrollY !== y) scrollTo({ left: x, top: y, behavior: "instant" });
  }

  function refocus() {
    const { focus } = before;
    if (!focus || focus === document.activeElement || !document.contains(focus)) return;
    // A form's fields may be named like what is asked of it.
    const kind = focus instanceof HTMLElement ? HTMLElement : SVGElement;
    if (focus instanceof kind) kind.prototype.focus.call(focus, { preventScroll: true });
  }

  function close() {
    if (state !== "open") return;
    if (!hasEntry || !port) return finish();
    state = "leaving";
    uncover();
    port.postMessage({ type: "go-back" });
    timer = setTimeout(finish, BACK_PATIENCE);
  }

  function finish() {
    if (state === "closed") return;
    if (state === "open") uncover();
    clearTimeout(timer);
    [state, isAuto] = ["closed", false];
    if (!isOrphan()) api.runtime.sendMessage({ type: "closed" }).catch(() => {});
    port?.close();
    const hadFocus = document.activeElement === host;
    host.remove();
    // On a slow page the press on the frame arrives after the page was given back, and takes the focus along.
    if (hadFocus) refocus();
    host = dialog = frame = port = snapshot = token = announced = before = undefined;
    if (openAgain) open();
  }

  function toggle() {
    if (state === "open") close();
    else if (state === "leaving") openAgain = !openAgain;
    else {
      count = document.getElementsByTagName("*").length;
      // Whatever is laid over a large page, the browser goes through all of it for the next drawing: that has a turn of its own.
      if (isLarge()) turn().then(() => state === "closed" && open());
      else open();
    }
  }

  globalThis.verbatimOverlay = { toggle, finish, isAlive: () => !isOrphan() };
  clearLeftovers();
  toggle();
  return undefined;
})();
