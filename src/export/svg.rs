//! graph -> SVG without any other program: the picture of `dot`, laid out here.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use petgraph::graph::NodeIndex;

use super::layout::{Direction, Drawing, Frame, Point, Sheet, draw, draw_columns, draw_framed};
use super::picture::{
    MODALITIES, Picture, Preset, Style, caption, kind_name, legend_kinds, line_style, named, relation_name,
    shown, width, wrapped,
};
use super::{ExportError, ExportFile, Exporter, View, clean_label};
use crate::model::Modality;

/// Fonts that show Chinese, on every system that has one of them.
const FONTS: &str = "Noto Sans CJK SC,Source Han Sans SC,Microsoft YaHei,PingFang SC,Hiragino Sans GB,WenQuanYi Micro Hei,SimHei,Arial,sans-serif";
/// Size of names and of labels of links.
const NAME: f64 = 12.0;
const LABEL: f64 = 9.5;
/// Size of titles of frames.
const TITLE: f64 = 12.5;
/// Room around the drawing.
const MARGIN: f64 = 18.0;

/// A picture for any browser or word processor.
pub(super) struct Svg;

impl Exporter for Svg {
    fn name(&self) -> &'static str {
        "svg"
    }

    fn about(&self) -> &'static str {
        "a picture for reports and browsers, drawn without Graphviz"
    }

    fn is_picture(&self) -> bool {
        true
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        Ok(vec![ExportFile::new("graph.svg", write(&Picture::new(view)))])
    }
}

/// Which way the links of a picture should run, so that it comes near to the shape of a page.
pub(super) fn direction(picture: &Picture<'_>) -> Direction {
    draw(&drawing(picture)).1
}

fn write(picture: &Picture<'_>) -> String {
    let drawing = drawing(picture);
    let (sheet, frames) = laid_out(picture, &drawing);
    let legend = legend(picture, sheet.width);
    let width = sheet.width.max(legend.width) + 2.0 * MARGIN;
    let height = sheet.height + legend.height + 3.0 * MARGIN;
    let left = MARGIN + (width - 2.0 * MARGIN - sheet.width).max(0.0) / 2.0;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"{FONTS}\" role=\"img\">"
    );
    let _ = writeln!(out, "<title>{}</title>", xml(&caption(picture)));
    let _ = writeln!(out, "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
    let _ = writeln!(out, "<g transform=\"translate({left:.1} {MARGIN})\">");
    for (frame, group) in frames.iter().zip(&picture.groups) {
        let _ = writeln!(
            out,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"8\" fill=\"none\" stroke=\"#b0b0b0\"/><text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{TITLE}\" fill=\"#404040\">{}</text>",
            frame.corner.x,
            frame.corner.y,
            frame.width,
            frame.height,
            frame.corner.x + 12.0,
            frame.corner.y + 19.0,
            xml(&group.title)
        );
    }
    for at in 0..picture.edges.len() {
        line(&mut out, picture, &drawing, &sheet, at);
    }
    for at in 0..picture.nodes.len() {
        block(&mut out, picture, &drawing, &sheet, at);
    }
    for at in 0..picture.edges.len() {
        label(&mut out, picture, &sheet, at);
    }
    let (x, y) = ((width - legend.width) / 2.0, sheet.height + 2.0 * MARGIN);
    let _ = writeln!(out, "</g>\n<g transform=\"translate({x:.1} {y:.1})\">\n{}</g>\n</svg>", legend.text);
    out
}

/// The sheet of a picture, with a frame for each of its groups.
fn laid_out(picture: &Picture<'_>, drawing: &Drawing) -> (Sheet, Vec<Frame>) {
    if picture.groups.is_empty() {
        return (draw(drawing).0, Vec::new());
    }
    let number = |node: &NodeIndex| picture.nodes.binary_search(node).ok();
    let mut groups: Vec<Vec<usize>> =
        picture.groups.iter().map(|group| group.nodes.iter().filter_map(number).collect()).collect();
    let mut titles: Vec<f64> =
        picture.groups.iter().map(|group| text_width(&group.title, TITLE) + 12.0).collect();
    let grouped: BTreeSet<usize> = groups.iter().flatten().copied().collect();
    let others: Vec<usize> = (0..picture.nodes.len()).filter(|at| !grouped.contains(at)).collect();
    if !others.is_empty() {
        groups.push(others);
        titles.push(0.0);
    }
    match picture.options.preset {
        Preset::Compare(..) | Preset::Matrix(..) => draw_columns(drawing, &groups, &titles),
        _ => draw_framed(drawing, &groups, &titles),
    }
}

fn drawing(picture: &Picture<'_>) -> Drawing {
    let at = |node: NodeIndex| picture.nodes.binary_search(&node).unwrap_or(0);
    let boxes = picture.nodes.iter().map(|node| {
        let lines = lines(picture, *node);
        let wide = lines.iter().map(|line| text_width(line, NAME)).fold(20.0, f64::max);
        (wide + 16.0, lines.len().max(1) as f64 * (NAME + 2.5) + 9.0)
    });
    let labels =
        (0..picture.edges.len()).map(|at| (text_width(&relation(picture, at), LABEL) + 8.0, LABEL + 3.0));
    Drawing {
        boxes: boxes.collect(),
        links: picture
            .edges
            .iter()
            .filter_map(|edge| picture.graph.graph.edge_endpoints(*edge))
            .map(|(source, target)| (at(source), at(target)))
            .collect(),
        labels: labels.collect(),
    }
}

/// Width of a text: a Chinese character is as wide as its size, others a little more than half.
fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| if width(c.encode_utf8(&mut [0; 4])) > 1 { size } else { 0.56 * size }).sum()
}

fn lines(picture: &Picture<'_>, node: NodeIndex) -> Vec<String> {
    let concept = &picture.graph.graph[node];
    let mut lines = wrapped(&shown(concept, picture.options.language));
    if picture.options.style == Style::Print {
        let kind = picture.knowledge.concept_kind(&concept.kind);
        let name = kind.map_or(concept.kind.clone(), |kind| kind_name(kind, picture.options.language));
        lines.push(format!("[{name}]"));
    }
    lines
}

fn relation(picture: &Picture<'_>, at: usize) -> String {
    let key = &picture.graph.graph[picture.edges[at]].key;
    let kind = picture.knowledge.relation_kind(&key.kind);
    let name = kind.map_or(key.kind.clone(), |kind| relation_name(kind, picture.options.language));
    if key.modality == Modality::Negated { format!("✕ {name}") } else { name }
}

fn block(out: &mut String, picture: &Picture<'_>, drawing: &Drawing, sheet: &Sheet, at: usize) {
    let node = picture.nodes[at];
    let concept = &picture.graph.graph[node];
    let kind = picture.knowledge.concept_kind(&concept.kind);
    let (wide, high) = drawing.boxes[at];
    let Point { x, y } = sheet.boxes[at];
    let fill = match picture.options.style {
        Style::Light => kind.map_or("#ffffff", |kind| kind.colour.as_str()),
        Style::Print => "#ffffff",
    };
    let round = if kind.is_some_and(|kind| kind.shape == "ellipse") { high / 2.0 } else { 5.0 };
    let (stroke, thick) = if picture.stressed.contains(&node) { ("#202020", 2.4) } else { ("#7f7f7f", 0.8) };
    let _ = write!(
        out,
        "<g><title>{}</title><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" rx=\"{round:.1}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{thick}\"/>",
        xml(&format!("{} · {}", concept.label, concept.n_mentions)),
        x - wide / 2.0,
        y - high / 2.0,
    );
    let lines = lines(picture, node);
    let first = y - (lines.len() as f64 - 1.0) * (NAME + 2.5) / 2.0 + NAME * 0.36;
    for (n, line) in lines.iter().enumerate() {
        let _ = write!(
            out,
            "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"{NAME}\" text-anchor=\"middle\" fill=\"#111111\">{}</text>",
            first + n as f64 * (NAME + 2.5),
            xml(line)
        );
    }
    out.push_str("</g>\n");
}

fn line(out: &mut String, picture: &Picture<'_>, drawing: &Drawing, sheet: &Sheet, at: usize) {
    let relation = &picture.graph.graph[picture.edges[at]];
    let style = line_style(relation.key.modality, picture.options.style);
    let kind = picture.knowledge.relation_kind(&relation.key.kind);
    let dash = match style.dash {
        "dashed" => " stroke-dasharray=\"6 4\"",
        "dotted" => " stroke-dasharray=\"1.5 4\"",
        _ => "",
    };
    let Some((path, tip)) = curve(drawing, sheet, at) else { return };
    let quote = relation
        .evidence
        .first()
        .map_or("", |evidence| evidence.span.of(&picture.graph.documents[evidence.document].text));
    let thick = 0.8 + 0.4 * (relation.documents.len() as f64).sqrt().min(4.0);
    let _ = write!(
        out,
        "<g><title>{}</title><path d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{thick:.1}\"{dash}/>",
        xml(&quote.chars().take(300).collect::<String>()),
        style.colour
    );
    if !kind.is_some_and(|kind| kind.symmetric) {
        let _ = write!(out, "<path d=\"{tip}\" fill=\"{}\"/>", style.colour);
    }
    out.push_str("</g>\n");
}

/// The path of a link and the head of its arrow.
fn curve(drawing: &Drawing, sheet: &Sheet, at: usize) -> Option<(String, String)> {
    let points = &sheet.routes[at];
    let Some(last) = points.last() else {
        return itself(drawing, sheet, at);
    };
    let path = smooth(points, sheet.upright[at]);
    let before = points[points.len().saturating_sub(2)];
    let (dx, dy) = if sheet.upright[at] {
        (0.0, (last.y - before.y).signum())
    } else {
        ((last.x - before.x).signum(), 0.0)
    };
    let (bx, by) = (last.x - 7.0 * dx, last.y - 7.0 * dy);
    let tip = format!(
        "M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z",
        last.x,
        last.y,
        bx - 3.2 * dy,
        by + 3.2 * dx,
        bx + 3.2 * dy,
        by - 3.2 * dx
    );
    Some((path, tip))
}

/// A curve through points that neither waves nor turns back between them: cubic pieces with the slopes of Fritsch and Butland.
fn smooth(points: &[Point], down: bool) -> String {
    // `along` is the direction of the links, `across` is at right angles to it.
    let turned = |point: &Point| if down { (point.y, point.x) } else { (point.x, point.y) };
    let at: Vec<(f64, f64)> = points.iter().map(turned).collect();
    let rise = |n: usize| {
        let along = at[n + 1].0 - at[n].0;
        if along.abs() < 1e-9 { 0.0 } else { (at[n + 1].1 - at[n].1) / along }
    };
    let slope = |n: usize| {
        if n == 0 || n + 1 == at.len() {
            return 0.0;
        }
        let (a, b) = (rise(n - 1), rise(n));
        if a * b <= 0.0 { 0.0 } else { 2.0 * a * b / (a + b) }
    };
    let mut path = String::new();
    for (n, (along, across)) in at.iter().enumerate() {
        let mut write = |(along, across): (f64, f64)| {
            let (x, y) = if down { (across, along) } else { (along, across) };
            let _ = write!(path, "{x:.1} {y:.1} ");
        };
        if n > 0 {
            let step = (along - at[n - 1].0) / 3.0;
            write((at[n - 1].0 + step, at[n - 1].1 + slope(n - 1) * step));
            write((along - step, across - slope(n) * step));
        }
        write((*along, *across));
        if n == 0 {
            path.insert(0, 'M');
            path.push('C');
        }
    }
    path.trim_end_matches([' ', 'C']).to_owned()
}

/// A loop at the corner of a box.
fn itself(drawing: &Drawing, sheet: &Sheet, at: usize) -> Option<(String, String)> {
    let node = drawing.links.get(at)?.0;
    let (Point { x, y }, (wide, high)) = (sheet.boxes[node], drawing.boxes[node]);
    let (x, y) = (x + wide / 2.0, y - high / 2.0);
    let path = format!(
        "M{:.1} {y:.1}C{:.1} {:.1} {:.1} {:.1} {x:.1} {:.1}",
        x - 10.0,
        x - 8.0,
        y - 16.0,
        x + 16.0,
        y,
        y + 8.0
    );
    Some((path, format!("M{x:.1} {:.1}l6 -3l0 6Z", y + 8.0)))
}

fn label(out: &mut String, picture: &Picture<'_>, sheet: &Sheet, at: usize) {
    if sheet.routes[at].is_empty() {
        return;
    }
    let style = line_style(picture.graph.graph[picture.edges[at]].key.modality, picture.options.style);
    let Point { x, y } = sheet.labels[at];
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"{LABEL}\" text-anchor=\"middle\" fill=\"{}\" stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">{}</text>",
        y + LABEL * 0.36,
        style.colour,
        xml(&relation(picture, at))
    );
}

/// The legend, and how much room it takes.
struct Legend {
    text: String,
    width: f64,
    height: f64,
}

fn legend(picture: &Picture<'_>, room: f64) -> Legend {
    let language = picture.options.language;
    let room = room.max(420.0);
    let (mut text, mut x, mut y, mut wide) = (String::new(), 0.0f64, 0.0, 0.0f64);
    if picture.options.style == Style::Light {
        for kind in legend_kinds(picture) {
            let name = kind_name(kind, language);
            let size = text_width(&name, 10.5) + 16.0;
            if x > 0.0 && x + size > room {
                (x, y) = (0.0, y + 26.0);
            }
            let _ = writeln!(
                text,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{size:.1}\" height=\"20\" rx=\"4\" fill=\"{}\" stroke=\"#7f7f7f\" stroke-width=\"0.7\"/><text x=\"{:.1}\" y=\"{:.1}\" font-size=\"10.5\" text-anchor=\"middle\">{}</text>",
                kind.colour,
                x + size / 2.0,
                y + 14.0,
                xml(&name)
            );
            x += size + 6.0;
            wide = wide.max(x);
        }
        (x, y) = (0.0, y + 32.0);
    }
    let used: BTreeSet<Modality> =
        picture.edges.iter().map(|edge| picture.graph.graph[*edge].key.modality).collect();
    for modality in MODALITIES.iter().filter(|modality| used.contains(modality)) {
        let style = line_style(*modality, picture.options.style);
        let dash = match style.dash {
            "dashed" => " stroke-dasharray=\"6 4\"",
            "dotted" => " stroke-dasharray=\"1.5 4\"",
            _ => "",
        };
        let name = named(style.zh, style.en, language);
        let _ = writeln!(
            text,
            "<path d=\"M{x:.1} {y:.1}h28\" stroke=\"{}\" stroke-width=\"1.4\"{dash}/><text x=\"{:.1}\" y=\"{:.1}\" font-size=\"10.5\">{}</text>",
            style.colour,
            x + 34.0,
            y + 4.0,
            xml(&name)
        );
        x += 34.0 + text_width(&name, 10.5) + 20.0;
        wide = wide.max(x);
    }
    let caption = caption(picture);
    let _ = writeln!(
        text,
        "<text x=\"0\" y=\"{:.1}\" font-size=\"9.5\" fill=\"#606060\">{}</text>",
        y + 22.0,
        xml(&caption)
    );
    Legend { text, width: wide.max(text_width(&caption, 9.5)), height: y + 30.0 }
}

/// A text inside of markup.
fn xml(text: &str) -> String {
    clean_label(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace(['\r', '\n', '\t'], " ")
}
