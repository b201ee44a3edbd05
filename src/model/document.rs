//! One paper as read: a clean text, its tree of sections, its blocks, tables and metadata.

use crate::text::{Language, Span};

/// A name in one or both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// The Chinese form.
    pub zh: Option<String>,
    /// The English form.
    pub en: Option<String>,
}

impl Labels {
    /// The form in one language.
    #[must_use]
    pub fn get(&self, language: Language) -> Option<&str> {
        match language {
            Language::Zh => self.zh.as_deref(),
            Language::En => self.en.as_deref(),
        }
    }

    /// Sets a form unless that language has one already.
    pub fn offer(&mut self, language: Language, label: &str) {
        let slot = match language {
            Language::Zh => &mut self.zh,
            Language::En => &mut self.en,
        };
        slot.get_or_insert_with(|| label.to_owned());
    }
}

/// What a paper says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Title in each language that has one.
    pub title: Labels,
    /// Authors as printed.
    pub authors: Vec<String>,
    /// Year of publication.
    pub year: Option<u16>,
    /// Journal, paper or site.
    pub source: Option<String>,
    /// Digital object identifier, without a resolver in front.
    pub doi: Option<String>,
    /// Author keywords per language, in the order of the paper.
    pub keywords: Vec<(Language, Vec<Span>)>,
}

/// Where in a paper a section stands; decides modality and weight of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// Title, abstract and keywords.
    Front,
    /// The argument itself.
    Body,
    /// A section that recommends: 政策建议, 对策, 路径设计, recommendations.
    Recommendation,
    /// Conclusion and outlook.
    Conclusion,
}

/// A node of the tree of sections. The first section of a document is its root and has no heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Index of the section above; `None` for the root only.
    pub parent: Option<usize>,
    /// Depth: 0 for the root, 1 for chapters.
    pub level: u8,
    /// The heading without its number; `None` for the root only.
    pub heading: Option<Span>,
    /// The part of the paper it belongs to.
    pub zone: Zone,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlockKind {
    /// A title of the paper.
    Title,
    /// A heading of a section.
    Heading,
    /// A paragraph of the abstract.
    Abstract,
    /// The list of author keywords.
    Keywords,
    /// A paragraph of the body.
    Paragraph,
    /// An item of a list.
    Item,
    /// The caption of a table or figure.
    Caption,
    /// A row of a table.
    Row,
    /// Authors, affiliations, dates, funding: kept as text, not read for concepts.
    Furniture,
    /// An entry of the list of references: kept as text, not read for concepts.
    Reference,
}

impl BlockKind {
    /// Every kind, in the order of its number.
    pub const ALL: [BlockKind; 10] = [
        BlockKind::Title,
        BlockKind::Heading,
        BlockKind::Abstract,
        BlockKind::Keywords,
        BlockKind::Paragraph,
        BlockKind::Item,
        BlockKind::Caption,
        BlockKind::Row,
        BlockKind::Furniture,
        BlockKind::Reference,
    ];

    /// Whether sentences and concepts are read from it.
    #[must_use]
    pub fn is_read(self) -> bool {
        !matches!(self, BlockKind::Furniture | BlockKind::Reference)
    }

    /// Whether it holds running prose.
    #[must_use]
    pub fn is_prose(self) -> bool {
        matches!(self, BlockKind::Abstract | BlockKind::Paragraph | BlockKind::Item)
    }
}

/// A stretch of the text with one role; blocks are in order, do not overlap and end before a line break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Where it stands.
    pub span: Span,
    /// Its role.
    pub kind: BlockKind,
    /// Index of its section.
    pub section: usize,
    /// Its language.
    pub language: Language,
}

/// A table: cells as spans of the text, rows in order; the first row is the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Caption in the language of the paper.
    pub caption: Option<Span>,
    /// Rows of cells.
    pub rows: Vec<Vec<Span>>,
    /// Index of its section.
    pub section: usize,
}

/// Where a page begins, in formats that have pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageStart {
    /// Byte of the text with which it begins.
    pub start: u32,
    /// Its number, counted from 1 in the file, whatever is printed on it.
    pub number: u32,
}

/// One paper, with its text stored once; everything else points into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Identity by content: the first 16 hexadecimal digits of the hash.
    pub id: String,
    /// Where it was read from, as given.
    pub path: String,
    /// SHA-256 of the bytes read, in hexadecimal.
    pub sha256: String,
    /// The clean text that every span counts in.
    pub text: String,
    /// What the paper says of itself.
    pub metadata: Metadata,
    /// Tree of sections; index 0 is the root.
    pub sections: Vec<Section>,
    /// The text cut by role.
    pub blocks: Vec<Block>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Starts of pages in order; empty for formats without pages.
    pub pages: Vec<PageStart>,
    /// Name of the format it was read from: `pdf`, `docx`, `text`.
    pub format: String,
}

impl Document {
    /// The text under a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The page on which a span begins, where the format has pages.
    #[must_use]
    pub fn page_of(&self, span: Span) -> Option<u32> {
        let n_before = self.pages.partition_point(|page| page.start <= span.start);
        n_before.checked_sub(1).map(|at| self.pages[at].number)
    }

    /// Index of the section in which a place stands.
    #[must_use]
    pub fn section_at(&self, span: Span) -> usize {
        let block = self.blocks.partition_point(|block| block.span.end <= span.start);
        self.blocks.get(block).map_or(0, |block| block.section)
    }

    /// Headings from the chapter down to `section`.
    #[must_use]
    pub fn section_path(&self, section: usize) -> Vec<&str> {
        let mut path = Vec::new();
        let mut at = Some(section);
        while let Some(index) = at {
            path.extend(self.sections[index].heading.map(|span| self.slice(span)));
            at = self.sections[index].parent;
        }
        path.reverse();
        path
    }

    /// Languages of its prose, the one that says more first; Chinese where both say the same.
    #[must_use]
    pub fn languages(&self) -> Vec<Language> {
        let size = |language| {
            let prose =
                self.blocks.iter().filter(|block| block.kind.is_prose() && block.language == language);
            prose.map(|block| block.span.len()).sum::<usize>()
        };
        // Three bytes are one Chinese character, which says as much as six letters and blanks: an abstract in both counts once for each.
        let (zh, en) = (2 * size(Language::Zh), size(Language::En));
        let mut found = vec![(zh, Language::Zh), (en, Language::En)];
        found.retain(|(n_bytes, _)| *n_bytes > 0);
        found.sort_by_key(|(n_bytes, language)| (std::cmp::Reverse(*n_bytes), *language));
        found.into_iter().map(|(_, language)| language).collect()
    }
}
