// What the reader's frame does before anything else of it has loaded: the module is compiled, and the content script that made the frame
// is told that it is there.

const api = globalThis.browser ?? globalThis.chrome;
const inFrame = window.top !== window;

const fetched = () => fetch("verbatim_bg.wasm");

/** The module, compiled while it arrives; a browser that does not know the file for a module is given its bytes. */
export const module = WebAssembly.compileStreaming(fetched()).catch(async () => WebAssembly.compile(await (await fetched()).arrayBuffer()));
// A failure is told when the module's turn comes.
module.catch(() => {});

/**
 * Whether the background knows this frame's name; it forgets it with the answer, and if asked `early` tells the content script that we are here.
 * Asked again if the browser stopped the background before it had answered.
 */
function asked(/** @type {boolean} */ early) {
  const ask = () => api.runtime.sendMessage({ type: "is-ours", token: window.name, early });
  return ask().catch(ask).catch(() => false);
}

let ours = inFrame && window.name !== "" ? asked(true) : Promise.resolve(false);

/**
 * Waits for the content script that made this frame and named it; resolves to the port to it. Anyone may put the frame somewhere and speak to
 * it, but only our script's names are known to the background, and each only once: for all others the frame stays empty.
 *
 * @type {Promise<MessagePort>}
 */
export const connected = new Promise((resolve) => {
  if (!inFrame) return;
  addEventListener("message", async ({ data, source, ports: [incoming] }) => {
    if (!incoming || source !== window.parent || window.name === "" || data?.token !== window.name) return;
    // A frame that was loaded anew has a name that is used up: its script announces it again before it speaks.
    if (!(await ours)) {
      ours = asked(false);
      if (!(await ours)) return;
    }
    resolve(incoming);
  });
});
