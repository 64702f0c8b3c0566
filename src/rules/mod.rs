//! Rules as data: line-oriented text files, embedded, parsed once, each with its own hit and miss examples.
