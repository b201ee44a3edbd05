//! Lines of a text -> where their words begin behind the numbers that a manuscript prints in front of every line.

/// Fewer numbered lines than this in a row do not tell that a text is numbered.
const SHORTEST_RUN: usize = 5;
/// Fewer numbered lines than this in all are lists, too.
const FEWEST: usize = 20;
/// Lines without a number that may stand between numbered ones: blank lines, headings, formulas.
const WIDEST_GAP: usize = 6;
/// Numbers that may be lost in between, with their lines or on them.
const MOST_SKIPPED: u32 = 2;
/// Of ten numbered lines, so many must break off inside a sentence.
const LEAST_OPEN: usize = 4;

/// Lines with numbers that count up.
#[derive(Debug, Default)]
struct Run {
    /// The lines, and the bytes that their numbers take.
    lines: Vec<(usize, usize)>,
    last: u32,
}

/// How many bytes of each line belong to its number: none, unless the whole text is numbered by line.
///
/// # Complexity
/// Linear in the text.
pub(super) fn cuts<'l>(lines: impl Iterator<Item = &'l str>) -> Vec<usize> {
    let lines: Vec<&str> = lines.collect();
    let mut cuts = vec![0; lines.len()];
    let runs = runs(&lines);
    let tells = |run: &&Run| run.lines.len() >= SHORTEST_RUN && run.is_open(&lines);
    let n_open: usize = runs.iter().filter(tells).map(|run| run.lines.len()).sum();
    if n_open >= FEWEST {
        for (line, cut) in runs.into_iter().flat_map(|run| run.lines) {
            cuts[line] = cut;
        }
    }
    cuts
}

fn runs(lines: &[&str]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut run = Run::default();
    let mut waiting: Option<(usize, usize, u32)> = None;
    for (at, line) in lines.iter().enumerate() {
        let is_near = run.lines.last().is_some_and(|(last, _)| at - last <= WIDEST_GAP);
        let next = run.last + 1;
        let found = numbered(line, next..=next + MOST_SKIPPED)
            .or_else(|| glued(line, next).map(|cut| (next, cut)))
            .filter(|_| is_near);
        if let Some((number, cut)) = found {
            run.lines.push((at, cut));
            run.last = number;
            continue;
        }
        let Some((number, cut)) = number(line) else { continue };
        // Lines may count anew on every page, also from a number behind 1. One number alone is one of the text.
        let before = waiting.replace((at, cut, number));
        let goes_on = before.filter(|(last, _, before)| at - last <= WIDEST_GAP && before + 1 == number);
        if !is_near || number == 1 || goes_on.is_some() {
            let first = goes_on.map(|(at, cut, _)| (at, cut));
            let lines = first.into_iter().chain([(at, cut)]).collect();
            runs.push(std::mem::replace(&mut run, Run { lines, last: number }));
        }
    }
    runs.push(run);
    runs.retain(|run| run.lines.len() > 1);
    runs
}

impl Run {
    /// Whether its lines are lines of running text: sentences go on from one to the next.
    fn is_open(&self, lines: &[&str]) -> bool {
        let is_open = |(line, cut): &&(usize, usize)| {
            let words = lines[*line][*cut..].trim_end();
            let ends = ['。', '.', ';', '；', '!', '！', '?', '？', ':', '：'];
            words.chars().count() > 8 && !words.ends_with(ends)
        };
        self.lines.iter().filter(is_open).count() * 10 >= self.lines.len() * LEAST_OPEN
    }
}

/// The number in front of a line that stands apart from its words.
fn number(line: &str) -> Option<(u32, usize)> {
    let start = line.len() - line.trim_start().len();
    let length = line[start..].bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[start + length..];
    let is_apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    // The first cell of a row may be a number as well.
    if !(1..=4).contains(&length) || !is_apart || rest.contains(['\t', '|']) {
        return None;
    }
    let number = line[start..start + length].parse().ok()?;
    Some((number, line.len() - rest.trim_start().len()))
}

fn numbered(line: &str, wanted: std::ops::RangeInclusive<u32>) -> Option<(u32, usize)> {
    number(line).filter(|(number, _)| wanted.contains(number))
}

/// The same without a blank behind it: `161引言` is line 16 with the heading `1引言`.
fn glued(line: &str, wanted: u32) -> Option<usize> {
    let start = line.len() - line.trim_start().len();
    let digits = wanted.to_string();
    let rest = line[start..].strip_prefix(digits.as_str())?;
    let mut chars = rest.chars();
    let is_heading = chars.next()?.is_ascii_digit() && chars.next().is_some_and(char::is_alphabetic);
    let is_word = |c: char| crate::text::is_han(c) || crate::text::is_opening_mark(c);
    (is_heading || rest.starts_with(is_word)).then_some(start + digits.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[String], expected: &[&str]) {
        let found: Vec<&str> = cuts(lines.iter().map(String::as_str))
            .into_iter()
            .zip(lines)
            .map(|(cut, line)| &line[cut..])
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_of_lines_go() {
        let words = "城乡融合发展需要打通要素流动的渠道并";
        let mut lines: Vec<String> = (1..16).map(|n| format!("{n} {words}")).collect();
        lines.push("161引言".to_owned());
        lines.extend((17..24).map(|n| format!("{n} {words}")));
        let expected: Vec<&str> =
            lines.iter().map(|line| if line == "161引言" { "1引言" } else { words }).collect();
        check(&lines, &expected);
    }

    #[test]
    fn lists_keep_their_numbers() {
        let lines: Vec<String> =
            (1..40).map(|n| format!("{n} 张某. 论城乡融合发展的条件. 某某出版社, 2001.")).collect();
        check(&lines, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
