// Reads the article aloud with the system's voices: one for the text, others for those who are quoted, each announced by name. Only
// voices of this machine are used: others would send the text away.

import { message } from "../messages.js";
import { script } from "./script.js";
import { shownName } from "./voices.js";

/** Pitches by which speakers differ when there are fewer voices than speakers. */
const PITCHES = [0.85, 1.15, 0.75, 1.25, 0.95, 1.05];

export class Aloud extends EventTarget {
  /** @param {import("./session.js").Session} session */
  constructor(session) {
    super();
    this.session = session;
    /** @type {import("./script.js").Piece[]} */
    this.pieces = [];
    this.at = 0;
    /** "stopped", "playing" or "paused". */
    this.state = "stopped";
    /** Counts plays: what an earlier one still says is not listened to. */
    this.turn = 0;
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => this.#tell());
    session.onDrawn(() => this.stop());
    session.addEventListener("end", () => this.stop());
    addEventListener("pagehide", () => this.stop());
  }

  get speech() {
    return globalThis.speechSynthesis;
  }

  #tell() {
    this.dispatchEvent(new Event("changed"));
  }

  /** Voices of this machine for the article's language; any of this machine if there is none for it. */
  voices() {
    const own = (this.speech?.getVoices() ?? []).filter((voice) => voice.localService);
    const language = (this.session.summary.lang ?? "").toLowerCase().split("-")[0];
    const fitting = own.filter((voice) => language !== "" && voice.lang.toLowerCase().replace("_", "-").split("-")[0] === language);
    const found = fitting.length ? fitting : own;
    return found.sort((a, b) => Number(b.default) - Number(a.default));
  }

  /** Voice and pitch for a speaker; undefined is the text itself. @param {string | null | undefined} speaker */
  cast(speaker) {
    const [narrator, ...others] = this.voices();
    if (speaker === undefined) return { voice: narrator, pitch: 1 };
    const rank = Math.max(0, this.session.speakers.findIndex((one) => one.name === speaker));
    const voice = others.length ? others[rank % others.length] : narrator;
    const round = others.length ? Math.floor(rank / others.length) : rank + 1;
    return { voice, pitch: round === 0 ? 1 : PITCHES[(round - 1) % PITCHES.length] };
  }

  /** Begins at what is in view, or goes on. */
  play() {
    if (!this.voices().length) return;
    if (this.state === "stopped") {
      this.pieces = script(this.session);
      const seen = this.session.map.lines.find(({ element }) => element.getBoundingClientRect().bottom > innerHeight * 0.12)?.at ?? 0;
      this.at = Math.max(0, this.pieces.findIndex((piece) => piece.end > seen));
    }
    this.#speak();
  }

  /** Stops speaking and remembers where. */
  pause() {
    this.turn += 1;
    this.speech?.cancel();
    this.state = "paused";
    this.#tell();
  }

  stop() {
    this.turn += 1;
    this.speech?.cancel();
    globalThis.CSS?.highlights?.delete("spoken");
    this.state = "stopped";
    this.#tell();
  }

  toggle() {
    if (this.state === "playing") this.pause();
    else this.play();
  }

  /** Goes on by so many pieces. @param {number} by */
  step(by) {
    if (this.state === "stopped") return;
    this.at = Math.min(this.pieces.length - 1, Math.max(0, this.at + by));
    if (this.state === "playing") this.#speak();
    else this.#show();
  }

  #show() {
    const piece = this.pieces[this.at];
    const range = piece && this.session.map.range(piece.start, piece.end);
    if (!range) return;
    globalThis.CSS?.highlights?.set("spoken", new Highlight(range));
    const box = range.getBoundingClientRect();
    if (box.top < 60 || box.bottom > innerHeight * 0.8) range.startContainer.parentElement?.scrollIntoView({ block: "center", behavior: "instant" });
  }

  #utter(text, speaker) {
    const { voice, pitch } = this.cast(speaker);
    const utterance = new SpeechSynthesisUtterance(text);
    if (voice) utterance.voice = voice;
    utterance.lang = voice?.lang ?? this.session.summary.lang ?? "";
    utterance.pitch = pitch;
    utterance.rate = this.session.preferences.values.rate / 100;
    return utterance;
  }

  #speak() {
    this.turn += 1;
    const mine = this.turn;
    this.speech.cancel();
    const piece = this.pieces[this.at];
    if (!piece) return this.stop();
    this.state = "playing";
    this.#show();
    if (piece.isNew) this.speech.speak(this.#utter(`${shownName(piece.speaker ?? null)}:`, undefined));
    const utterance = this.#utter(piece.text, piece.speaker);
    utterance.addEventListener("end", () => {
      if (mine !== this.turn) return;
      this.at += 1;
      this.#speak();
    });
    utterance.addEventListener("error", () => {
      if (mine === this.turn) this.pause();
    });
    this.speech.speak(utterance);
    this.#tell();
  }

  /** What the control says of itself. */
  status() {
    if (!this.voices().length) return message("noVoices");
    const piece = this.state === "stopped" ? undefined : this.pieces[this.at];
    if (!piece) return "";
    return piece.speaker === undefined ? message("readingText") : message("readingVoice", shownName(piece.speaker));
  }
}
