//! `sinograph extract`: documents as lines of JSON on stdin -> what they say as lines of JSON on stdout, one for one.

use std::io::{self, BufRead, Write};

use clap::Args;
use serde::Deserialize;

use super::open;
use super::output::complain;
use super::{IO, KnowledgeArguments, OK, PARTLY};
use crate::pipeline::{self, Pipeline};
use crate::read;
use crate::store::{failure_line, to_line};

#[derive(Args)]
pub(super) struct ExtractArguments {
    #[command(flatten)]
    knowledge: KnowledgeArguments,
}

/// A document on stdin: its text, or the path of a file to read.
#[derive(Deserialize)]
struct Input {
    path: String,
    text: Option<String>,
}

/// A failure is a line too, so there are as many lines out as in.
pub(super) fn run(arguments: &ExtractArguments) -> u8 {
    let knowledge = match open::knowledge(&arguments.knowledge) {
        Ok(knowledge) => knowledge,
        Err(refusal) => {
            complain(&refusal.message);
            return refusal.code;
        }
    };
    let pipeline = Pipeline::new(&knowledge);
    let reader = pipeline::reader(&knowledge);
    let mut input = io::stdin().lock();
    let mut output = io::BufWriter::new(io::stdout().lock());
    let mut line: Vec<u8> = Vec::new();
    let (mut n_lines, mut all_well) = (0_usize, true);
    loop {
        line.clear();
        match input.read_until(b'\n', &mut line) {
            Ok(0) => return if all_well { OK } else { PARTLY },
            Ok(_) => n_lines += 1,
            Err(error) => {
                complain(&format!("stdin: line {}: cannot be read: {error}; run it again", n_lines + 1));
                return IO;
            }
        }
        let answer = match answer(&line, &pipeline, &reader, &knowledge) {
            Ok(answer) => answer,
            Err((path, message)) => {
                all_well = false;
                failure_line(path.as_deref(), &message)
            }
        };
        // One line out for each line in, at once, so that a reader on the other end of a pipe can count.
        if let Err(error) = writeln!(output, "{answer}").and_then(|()| output.flush()) {
            if error.kind() == io::ErrorKind::BrokenPipe {
                return OK;
            }
            complain(&format!("stdout: cannot be written: {error}; free space and run it again"));
            return IO;
        }
    }
}

fn answer(
    line: &[u8],
    pipeline: &Pipeline<'_>,
    reader: &str,
    knowledge: &crate::knowledge::Knowledge,
) -> Result<String, (Option<String>, String)> {
    let input: Input = serde_json::from_slice(line).map_err(|error| {
        (None, format!("is no document: {error}; write {{\"path\": \"…\", \"text\": \"…\"}} on one line"))
    })?;
    let document = match &input.text {
        Some(text) => read::read(&input.path, text.as_bytes(), knowledge),
        None => pipeline.document(std::path::Path::new(&input.path)),
    };
    let document = document.map_err(|error| (Some(input.path.clone()), error.to_string()))?;
    let fragment = pipeline.fragment(document);
    Ok(to_line(&fragment, reader))
}
