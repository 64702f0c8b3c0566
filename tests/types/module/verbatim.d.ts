// What wasm-bindgen writes from src/wasm.rs, as the reader's scripts see it beside them.

export default function init(from?: { module_or_path?: Promise<WebAssembly.Module> }): Promise<unknown>;
export function read(numbers: Uint32Array, strings: string, url: string, base: string): Reading;
export function begin(numbers: Uint32Array, strings: string, url: string, base: string): Work;
