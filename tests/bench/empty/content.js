(() => {
  if (globalThis.emptyFrame) {
    globalThis.emptyFrame.remove();
    globalThis.emptyFrame = undefined;
    return;
  }
  const frame = document.createElementNS('http://www.w3.org/1999/xhtml', 'iframe');
  frame.style.cssText = 'all: initial; position: fixed; inset: 0; width: 100vw; height: 100%; border: 0; z-index: 2147483647';
  frame.credentialless = true;
  frame.src = chrome.runtime.getURL('frame.html');
  document.documentElement.append(frame);
  globalThis.emptyFrame = frame;
})();
