//! The parts of a Document (sections, blocks, tables, keywords) <-> JSON text of their record, without loss.

use serde::{Deserialize, Serialize};

use super::record::{language, span};
use crate::model::{Block, BlockKind, Document, Metadata, PageStart, Section, Table, Zone};
use crate::text::Span;

type Ends = (u32, u32);

/// How a text is cut.
#[derive(Serialize, Deserialize)]
pub(super) struct PartsRecord {
    /// Section above, level, heading, zone.
    sections: Vec<(Option<usize>, u8, Option<Ends>, String)>,
    /// Kind, first byte, end, section, language.
    blocks: Vec<(String, u32, u32, usize, String)>,
    /// Caption, rows of cells, section.
    tables: Vec<(Option<Ends>, Vec<Vec<Ends>>, usize)>,
    /// Language, keywords.
    keywords: Vec<(String, Vec<Ends>)>,
    /// First byte, number.
    pages: Vec<(u32, u32)>,
    format: String,
}

impl PartsRecord {
    /// The record of a document's parts.
    pub(super) fn of(document: &Document) -> Self {
        let ends = |span: &Span| (span.start, span.end);
        let sections = document.sections.iter().map(|section| {
            (
                section.parent,
                section.level,
                section.heading.as_ref().map(ends),
                zone_name(section.zone).into(),
            )
        });
        let blocks = document.blocks.iter().map(|block| {
            (
                block_name(block.kind).into(),
                block.span.start,
                block.span.end,
                block.section,
                block.language.code().into(),
            )
        });
        let tables = document.tables.iter().map(|table| {
            let rows = table.rows.iter().map(|row| row.iter().map(ends).collect()).collect();
            (table.caption.as_ref().map(ends), rows, table.section)
        });
        let keywords = document.metadata.keywords.iter();
        PartsRecord {
            sections: sections.collect(),
            blocks: blocks.collect(),
            tables: tables.collect(),
            keywords: keywords
                .map(|(language, spans)| (language.code().to_owned(), spans.iter().map(ends).collect()))
                .collect(),
            pages: document.pages.iter().map(|page| (page.start, page.number)).collect(),
            format: document.format.clone(),
        }
    }

    /// The document that `text` is with these parts; `None` when a number points nowhere or a span is no slice of it.
    pub(super) fn document(
        self,
        id: &str,
        path: String,
        sha256: &str,
        text: String,
        mut metadata: Metadata,
    ) -> Option<Document> {
        let cut = |(start, end): Ends| span(start, end, &text);
        // `Some(None)` is no span, `None` a bad one.
        let perhaps = |ends: Option<Ends>| ends.map_or(Some(None), |ends| cut(ends).map(Some));
        let n_sections = self.sections.len();
        let is_section = |at: &usize| *at < n_sections;
        let sections = self.sections.into_iter().enumerate().map(|(at, (parent, level, heading, stated))| {
            // Only the root has nothing above; every other section stands behind the one above it, so no path is a ring.
            (parent.is_none() == (at == 0) && parent.is_none_or(|above| above < at)).then_some(())?;
            Some(Section { parent, level, heading: perhaps(heading)?, zone: zone(&stated)? })
        });
        let sections = sections.collect::<Option<_>>()?;
        let blocks = self.blocks.into_iter().map(|(kind, start, end, section, code)| {
            Some(Block {
                span: span(start, end, &text)?,
                kind: block_kind(&kind)?,
                section: Some(section).filter(is_section)?,
                language: language(&code)?,
            })
        });
        let blocks = blocks.collect::<Option<_>>()?;
        let tables = self.tables.into_iter().map(|(caption, rows, section)| {
            let rows = rows.into_iter().map(|row| row.into_iter().map(cut).collect::<Option<_>>());
            let rows = rows.collect::<Option<_>>()?;
            Some(Table { caption: perhaps(caption)?, rows, section: Some(section).filter(is_section)? })
        });
        let tables = tables.collect::<Option<_>>()?;
        let keywords = self.keywords.into_iter().map(|(code, spans)| {
            Some((language(&code)?, spans.into_iter().map(cut).collect::<Option<_>>()?))
        });
        metadata.keywords = keywords.collect::<Option<_>>()?;
        let (id, sha256) = (id.to_owned(), sha256.to_owned());
        let pages = self.pages.into_iter().map(|(start, number)| PageStart { start, number }).collect();
        let format = self.format;
        Some(Document { id, path, sha256, text, metadata, sections, blocks, tables, pages, format })
    }
}

const ZONES: &[Zone] = &[Zone::Front, Zone::Body, Zone::Recommendation, Zone::Conclusion];

fn zone_name(zone: Zone) -> &'static str {
    match zone {
        Zone::Front => "front",
        Zone::Body => "body",
        Zone::Recommendation => "recommendation",
        Zone::Conclusion => "conclusion",
    }
}

fn zone(name: &str) -> Option<Zone> {
    ZONES.iter().copied().find(|zone| zone_name(*zone) == name)
}

fn block_name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "title",
        BlockKind::Heading => "heading",
        BlockKind::Abstract => "abstract",
        BlockKind::Keywords => "keywords",
        BlockKind::Paragraph => "paragraph",
        BlockKind::Item => "item",
        BlockKind::Caption => "caption",
        BlockKind::Row => "row",
        BlockKind::Furniture => "furniture",
        BlockKind::Reference => "reference",
    }
}

fn block_kind(name: &str) -> Option<BlockKind> {
    BlockKind::ALL.into_iter().find(|kind| block_name(*kind) == name)
}
