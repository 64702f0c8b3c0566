//! The command line: reads pages natively. `verbatim help` says how; CONTRACT is what outside checks rely on.

use clap::{Parser, Subcommand, ValueEnum};
use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use verbatim::document::Document;
use verbatim::reading::{quotes_json, QuoteJson, Reading};
use verbatim::render::markdown;

#[derive(Parser)]
#[command(version, about = "A reader mode that shows who said what", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read one page's HTML (plain or gzip)
    Read {
        /// The page's address, which relative links are resolved against
        #[arg(long)]
        url: Option<String>,
        #[arg(long, value_enum, default_value = "json")]
        format: Format,
        /// A file, or - for standard input
        file: PathBuf,
    },
    /// Read every .html and .html.gz of files and folders, on all cores
    Batch {
        /// Where the results go: NAME.json, .txt, .md or .html for each page
        #[arg(long)]
        out: PathBuf,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Find the quotes of plain text, one paragraph a line
    Quotes {
        /// A file, or - for standard input
        file: PathBuf,
    },
    /// Say what was chosen, what was left out and why, and how each speaker was found
    Explain {
        /// The page's address
        #[arg(long)]
        url: Option<String>,
        /// A file, or - for standard input
        file: PathBuf,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Text,
    Markdown,
    Html,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Text => "txt",
            Format::Markdown => "md",
            Format::Html => "html",
        }
    }

    /// The page in this form; what is quoted in it is looked for only where the form says so.
    fn of(self, document: &Document) -> String {
        let mut text = match self {
            Format::Json => verbatim::read(document).json(),
            Format::Html => verbatim::read(document).html(),
            Format::Text => verbatim::read_article(document).text.text,
            Format::Markdown => markdown::write(&verbatim::read_article(document)),
        };
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let done = match arguments.command {
        Command::Read { url, format, file } => {
            document(&file, url.as_deref()).and_then(|document| print(&format.of(&document)))
        }
        Command::Quotes { file } => quotes(&file),
        Command::Explain { url, file } => explain_file(&file, url.as_deref()),
        Command::Batch { out, format, paths } => batch(&out, format, &paths),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("verbatim: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The bytes of a file or of standard input, unpacked if they are gzip.
fn bytes(file: &Path) -> Result<Vec<u8>, String> {
    let name = |error: io::Error| format!("{}: {error}", file.display());
    let mut raw = Vec::new();
    if file == Path::new("-") {
        io::stdin().lock().read_to_end(&mut raw).map_err(name)?;
    } else {
        raw = fs::read(file).map_err(name)?;
    }
    if raw.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        MultiGzDecoder::new(raw.as_slice()).read_to_end(&mut plain).map_err(name)?;
        return Ok(plain);
    }
    Ok(raw)
}

fn document(file: &Path, url: Option<&str>) -> Result<Document, String> {
    let raw = bytes(file)?;
    Ok(verbatim::html::document(&verbatim::html::decode(&raw), url.unwrap_or("")))
}

fn explain_file(file: &Path, url: Option<&str>) -> Result<(), String> {
    let document = document(file, url)?;
    let mut text = explain(&verbatim::read(&document));
    text.push_str("\nblocks: + stayed, - went; how likely the article's\n");
    for line in verbatim::explain_blocks(&document) {
        text.push_str(&format!("  {line}\n"));
    }
    print(&text)
}

/// Writes to standard output; a reader that has gone away (`| head`) is no error.
fn print(text: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("standard output: {error}")),
        _ => Ok(()),
    }
}

fn quotes(file: &Path) -> Result<(), String> {
    let raw = bytes(file)?;
    let text = verbatim::html::decode(&raw);
    let quotes = verbatim::read_quotes(&text);
    let all = Quotes { quotes: quotes_json(&text, &quotes) };
    let json = serde_json::to_string(&all).map_err(|error| format!("{}: {error}", file.display()))?;
    print(&(json + "\n"))
}

/// What `quotes` prints.
#[derive(serde::Serialize)]
struct Quotes<'a> {
    quotes: Vec<QuoteJson<'a>>,
}

fn explain(reading: &Reading) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    let metadata = &reading.metadata;
    line(format!("title       {}", metadata.title.as_deref().unwrap_or("-")));
    line(format!("byline      {}", metadata.byline.as_deref().unwrap_or("-")));
    line(format!("published   {}", metadata.published.as_deref().unwrap_or("-")));
    line(format!("site        {}", metadata.site.as_deref().unwrap_or("-")));
    line(format!("confidence  {:.2}, {} words", reading.confidence, reading.words()));
    reading.notes.iter().for_each(|note| line(note.clone()));
    line(format!("\nleft out: {}", reading.removed.len()));
    for part in &reading.removed {
        let text: String = part.text.replace('\n', " / ").chars().take(90).collect();
        line(format!("  {:<13} {}\n                {text}", part.reason.name(), part.rule));
    }
    line(format!("\nquotes: {}", reading.quotes.len()));
    for quote in &reading.quotes {
        let place = |span: Option<verbatim::text::Span>| span.map_or("-", |span| span.of(reading.text())).to_owned();
        let words: String = quote.span.of(reading.text()).replace('\n', " / ").chars().take(90).collect();
        line(format!(
            "  {:<12} {} ({:.2})",
            quote.kind.name(),
            quote.speaker.as_deref().unwrap_or("-"),
            quote.confidence
        ));
        line(format!("    “{words}”"));
        line(format!("    mention {:?}, cue {:?}, {}", place(quote.mention), place(quote.cue), quote.why));
    }
    out
}

/// Every page under `paths`, sorted, with the name its result gets.
fn pages(paths: &[PathBuf]) -> Result<Vec<(PathBuf, String)>, String> {
    let (mut found, mut folders) = (Vec::new(), Vec::new());
    let name_of = |path: &Path| {
        let name = path.file_name()?.to_str()?;
        name.strip_suffix(".gz").unwrap_or(name).strip_suffix(".html").map(str::to_owned)
    };
    for path in paths {
        if path.is_dir() {
            folders.push(path.clone());
        } else {
            let name = name_of(path).or_else(|| Some(path.file_stem()?.to_str()?.to_owned()));
            found.push((path.clone(), name.unwrap_or_else(|| "page".to_owned())));
        }
    }
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if let Some(name) = name_of(&path) {
                found.push((path, name));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn batch(out: &Path, format: Format, paths: &[PathBuf]) -> Result<(), String> {
    let pages = pages(paths)?;
    if pages.is_empty() {
        return Err("no .html or .html.gz file found".to_owned());
    }
    fs::create_dir_all(out).map_err(|error| format!("{}: {error}", out.display()))?;
    // The bar draws itself on a terminal only.
    let bar = ProgressBar::new(pages.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} pages, {eta} left") {
        bar.set_style(style);
    }
    // On one core no thread is started: with none but the first, memory is had without locks. Once built, the pool stays as it is.
    let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    let failed: Vec<String> = pages
        .par_iter()
        .filter_map(|(path, name)| {
            let written = document(path, None).and_then(|document| {
                let file = out.join(format!("{name}.{}", format.extension()));
                fs::write(&file, format.of(&document)).map_err(|error| format!("{}: {error}", file.display()))
            });
            bar.inc(1);
            written.err()
        })
        .collect();
    bar.finish_and_clear();
    failed.iter().for_each(|message| eprintln!("verbatim: {message}"));
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("{} of {} pages could not be read", failed.len(), pages.len()))
    }
}
