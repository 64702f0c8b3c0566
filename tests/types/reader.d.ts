// The shapes that the module gives (src/reading.rs) and what browsers have that TypeScript does not know yet.

interface Place { start: number; end: number; text: string }

interface Quote extends Place {
  kind: "full" | "partial" | "unattributed";
  speaker: string | null;
  mention: Place | null;
  cue: Place | null;
  confidence: number;
}

interface Removed { reason: string; rule: string; place: string; text: string }

interface Summary {
  title: string | null;
  byline: string | null;
  published: string | null;
  site: string | null;
  lang: string | null;
  dir: "ltr" | "rtl";
  image: string | null;
  excerpt: string | null;
  url: string | null;
  words: number;
  minutes: number;
  confidence: number;
  speakers: string[];
  quotes: Quote[];
  removed: Removed[];
}

interface Reading {
  summary(): Summary;
  render(parent: Element): void;
  blocks(): number;
  render_beginning(parent: Element): boolean;
  render_part(parent: Element, start: number, end: number): void;
  put_back(numbers: Uint32Array): void;
  text(): string;
  markdown(): string;
  render_file_part(parent: Element, start: number, end: number): void;
  free(): void;
}

interface Work {
  step(): string | undefined;
  taken(): number;
  count(): number;
  advance(): void;
  reading(): Reading;
  free(): void;
}

declare var browser: any;
declare var chrome: any;
interface Snapshot { version: number; numbers: Uint32Array; strings: string; url: string; base: string; isCut: boolean }
interface Walk { advance(ms: number): boolean; snapshot(): Snapshot }
declare var verbatimCapture: { (document: Document): Snapshot; begin(document: Document, except?: Element | null): Walk };
declare var verbatimOverlay: any;
declare var verbatimAuto: boolean | undefined;
interface HTMLIFrameElement { credentialless: boolean }
interface URLConstructor { parse?(url: string, base?: string): URL | null }
