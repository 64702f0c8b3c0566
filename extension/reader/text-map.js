// Where the core's text lies in the page: offsets in code points into `reading.text()` on one side, ranges of nodes on the
// other. The module writes on every line (`data-at`) where it begins; labels that the reader adds are not part of the text.

const LABELS = ".speaker, .speakers, .note-mark";

/** The text nodes and line breaks of a line, in order. */
function* pieces(line) {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    if (node instanceof Element) {
      if (node.matches(LABELS) || node.localName === "math") return NodeFilter.FILTER_REJECT;
      return node.localName === "br" ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
    }
    return NodeFilter.FILTER_ACCEPT;
  });
  while (walker.nextNode()) yield walker.currentNode;
}

/** UTF-16 units in the first `points` code points of `text`. */
function unitsOf(text, points) {
  let units = 0;
  for (let left = points; left > 0 && units < text.length; left -= 1) units += text.codePointAt(units) > 0xffff ? 2 : 1;
  return units;
}

/** Code points in a string. */
export function pointsIn(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export class TextMap {
  /** @param {Element} body the drawn article */
  constructor(body) {
    /** @type {{ element: HTMLElement, at: number }[]} */
    this.lines = [];
    for (const found of /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll("[data-at]"))) {
      this.lines.push({ element: found, at: Number(found.dataset.at) });
    }
  }

  /** The line that holds an offset, or undefined before the first. */
  lineAt(offset) {
    let [low, high] = [0, this.lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lines[middle].at <= offset) low = middle + 1;
      else high = middle;
    }
    return this.lines[low - 1];
  }

  /** The nodes that show [start, end), which must lie in one line; null if they cannot be told. */
  range(start, end) {
    const line = this.lineAt(start);
    if (!line) return null;
    const range = document.createRange();
    let at = line.at;
    let begun = false;
    for (const node of pieces(line.element)) {
      const text = node instanceof Text ? node.data : "\n";
      const length = pointsIn(text);
      if (node instanceof Text) {
        if (!begun && start < at + length) {
          range.setStart(node, unitsOf(text, start - at));
          begun = true;
        }
        if (begun && end <= at + length) {
          range.setEnd(node, unitsOf(text, end - at));
          return range;
        }
      }
      at += length;
    }
    return null;
  }

  /** A line's text as the core has it, without labels. */
  static textOf(line) {
    let text = "";
    for (const node of pieces(line)) text += node instanceof Text ? node.data : "\n";
    return text;
  }
}
