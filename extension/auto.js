// Runs before capture.js and content.js on sites that a reader has asked to open by themselves: nobody pressed the button.

globalThis.verbatimAuto = true;
