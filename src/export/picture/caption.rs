//! What stands below a picture: what it shows, and how much it leaves out.

use std::collections::BTreeSet;

use super::names::document_title;
use super::{LabelLanguage, Picture, Preset};
use crate::knowledge::ConceptKind;

/// The caption: what is shown, of how much, of how many papers.
pub(in crate::export) fn caption(picture: &Picture<'_>) -> String {
    let zh = chinese(picture);
    let en = english(picture);
    match picture.options.language {
        LabelLanguage::Zh => zh,
        LabelLanguage::En => en,
        LabelLanguage::Both => format!("{zh}　{en}"),
    }
}

fn chinese(picture: &Picture<'_>) -> String {
    let (n_nodes, n_edges) = (picture.nodes.len(), picture.edges.len());
    let (of_nodes, of_edges) = (picture.graph.graph.node_count(), picture.graph.graph.edge_count());
    let scope = scope(picture).map(|title| format!("《{title}》　")).unwrap_or_default();
    let n_papers = picture.graph.documents.len();
    let weaker = match picture.n_weaker {
        0 => String::new(),
        n => format!("（同一对概念间另有 {n} 条较弱的未画）"),
    };
    format!(
        "{scope}图示 {n_nodes} 个概念、{n_edges} 条联系{weaker}；全部 {of_nodes} 个概念、{of_edges} 条联系，出自 {n_papers} 篇文献"
    )
}

fn english(picture: &Picture<'_>) -> String {
    let (n_nodes, n_edges) = (picture.nodes.len(), picture.edges.len());
    let (of_nodes, of_edges) = (picture.graph.graph.node_count(), picture.graph.graph.edge_count());
    let scope = scope(picture).map(|title| format!("{title}: ")).unwrap_or_default();
    let n_papers = picture.graph.documents.len();
    let papers = if n_papers == 1 { "paper" } else { "papers" };
    let weaker = match picture.n_weaker {
        0 => String::new(),
        n => format!(" ({n} weaker ones between the same pairs left out)"),
    };
    format!(
        "{scope}{n_nodes} concepts and {n_edges} links shown{weaker}, of {of_nodes} and {of_edges} in {n_papers} {papers}"
    )
}

fn scope(picture: &Picture<'_>) -> Option<String> {
    match picture.options.preset {
        Preset::Paper(at) => {
            picture.graph.documents.get(at).map(|doc| document_title(doc, picture.options.language))
        }
        _ => None,
    }
}

/// The kinds of concepts that are drawn, in the order of the schema.
pub(in crate::export) fn legend_kinds<'a>(picture: &Picture<'a>) -> Vec<&'a ConceptKind> {
    let used: BTreeSet<&str> =
        picture.nodes.iter().map(|node| picture.graph.graph[*node].kind.as_str()).collect();
    picture.knowledge.concepts.iter().filter(|kind| used.contains(kind.name.as_str())).collect()
}
