// What the tests ask of an open reader.

import { waitFor } from './waiting.mjs';

export const TEXT = 'document.body.innerText';
// The panels come behind the first view.
const SHOWN = `document.querySelector('.rail, .notice') && [...document.querySelectorAll('.title, .notice h1')].map((one) => one.textContent).join()`;

export const opened = (driver, title) =>
  waitFor(`the reader with ${title ?? 'a story'}`, async () => {
    const shown = await driver.inReader(SHOWN);
    return shown && (!title || shown.includes(title)) && shown;
  });

export const closed = (driver) =>
  waitFor('the reader to be gone', async () =>
    (await driver.readerCount()) === 0 && (await driver.evaluate('document.documentElement.children.length')) === 2);

export const paragraphs = (driver) => driver.inReader(`[...document.querySelectorAll('.body p')].map((one) => {
  const copy = one.cloneNode(true);
  for (const label of copy.querySelectorAll('.speaker, .speakers')) label.remove();
  return copy.textContent;
})`);

/** Opens a page and the reader over it. */
export async function read({ driver, server }, path, title) {
  await driver.open(server.url + path);
  await driver.press();
  await opened(driver, title);
}

/** Waits for an expression in the reader to be true. */
export const shows = (driver, what, code) => waitFor(what, () => driver.inReader(code));

/** Presses a button in the reader as a person does, and waits for what it brings. */
export async function press(driver, selector, what, code) {
  await driver.clickInReader(selector);
  if (code) await shows(driver, what, code);
}

/** Closes the reader and waits for the way back to be over: a navigation must not meet it. */
export async function leave(driver) {
  await driver.press();
  await closed(driver);
}
