// The article as an EPUB 3 book: one chapter, a table of its headings, who said what at the end.

import { articleDocument, STYLE, written } from "./document.js";
import { clean, sourceOf } from "./source.js";
import { message } from "../messages.js";
import { zip } from "./zip.js";

const XHTML = "http://www.w3.org/1999/xhtml";
const OPF = "http://www.idpf.org/2007/opf";
const DC = "http://purl.org/dc/elements/1.1/";
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

const CONTAINER = `${DECLARATION}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`;

/** A document's root and a way to add to it. */
function xml(namespace, name) {
  const page = document.implementation.createDocument(namespace, name, null);
  const add = (parent, space, tag, attributes = {}, text = "") => {
    const made = page.createElementNS(space, tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    parent.append(made);
    return made;
  };
  return { page, root: page.documentElement, add };
}

function packageFile(source, hasMath) {
  const { page, root, add } = xml(OPF, "package");
  root.setAttribute("version", "3.0");
  root.setAttribute("unique-identifier", "id");
  const metadata = add(root, OPF, "metadata");
  const modified = `${source.read.slice(0, 19)}Z`;
  add(metadata, DC, "dc:identifier", { id: "id" }, `urn:uuid:${crypto.randomUUID()}`);
  add(metadata, DC, "dc:title", {}, source.title);
  add(metadata, DC, "dc:language", {}, source.lang || "und");
  if (source.byline) add(metadata, DC, "dc:creator", {}, source.byline);
  if (source.site) add(metadata, DC, "dc:publisher", {}, source.site);
  const published = /^\d{4}-\d{2}-\d{2}/.exec(source.published ?? "")?.[0];
  if (published) add(metadata, DC, "dc:date", {}, published);
  if (source.url) add(metadata, DC, "dc:source", {}, source.url);
  add(metadata, OPF, "meta", { property: "dcterms:modified" }, modified);
  const manifest = add(root, OPF, "manifest");
  add(manifest, OPF, "item", { id: "nav", href: "nav.xhtml", "media-type": "application/xhtml+xml", properties: "nav" });
  add(manifest, OPF, "item", { id: "article", href: "article.xhtml", "media-type": "application/xhtml+xml", ...(hasMath ? { properties: "mathml" } : {}) });
  add(manifest, OPF, "item", { id: "style", href: "style.css", "media-type": "text/css" });
  const spine = add(root, OPF, "spine", source.dir === "rtl" ? { "page-progression-direction": "rtl" } : {});
  add(spine, OPF, "itemref", { idref: "article" });
  return DECLARATION + written(page);
}

function navigation(source, article) {
  const { page, root, add } = xml(XHTML, "html");
  root.setAttribute("lang", source.lang || "und");
  root.setAttribute("dir", source.dir);
  add(add(root, XHTML, "head"), XHTML, "title", {}, message("contents"));
  const nav = add(add(root, XHTML, "body"), XHTML, "nav", {});
  nav.setAttributeNS("http://www.idpf.org/2007/ops", "epub:type", "toc");
  add(nav, XHTML, "h1", {}, message("contents"));
  const list = add(nav, XHTML, "ol");
  add(add(list, XHTML, "li"), XHTML, "a", { href: "article.xhtml" }, source.title);
  for (const heading of article.querySelectorAll("h2[id]")) {
    const text = heading.textContent.trim();
    if (text) add(add(list, XHTML, "li"), XHTML, "a", { href: `article.xhtml#${heading.id}` }, text);
  }
  return DECLARATION + written(page);
}

/** @param {import("../reader/session.js").Session} session @param {import("../pace.js").Pace} pace */
export async function epub(session, pace) {
  const source = sourceOf(session);
  source.title = clean(source.title);
  const style = (page) => {
    const link = page.createElementNS(XHTML, "link");
    for (const [key, value] of [["rel", "stylesheet"], ["type", "text/css"], ["href", "style.css"]]) link.setAttribute(key, value);
    return link;
  };
  const article = await pace.run(articleDocument(session, { pictures: false, style }));
  const hasMath = article.querySelector("math") !== null;
  const files = [
    { name: "mimetype", text: "application/epub+zip", isStored: true },
    { name: "META-INF/container.xml", text: CONTAINER },
    { name: "OEBPS/content.opf", text: packageFile(source, hasMath) },
    { name: "OEBPS/nav.xhtml", text: navigation(source, article) },
    { name: "OEBPS/article.xhtml", text: DECLARATION + written(article) },
    { name: "OEBPS/style.css", text: STYLE },
  ];
  return zip(files, { type: "application/epub+zip", signal: pace.signal });
}
