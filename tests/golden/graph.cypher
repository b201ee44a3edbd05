CREATE CONSTRAINT concept_id IF NOT EXISTS FOR (n:Concept) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT document_id IF NOT EXISTS FOR (d:Document) REQUIRE d.id IS UNIQUE;
UNWIND [
{id: '0123456789abcdef', title: '湿地与平台', authors: ['欧阳\\某', 'O\'Neil, A.'], year: 2031, source: '虚构学刊', doi: '10.0000/<x>', path: 'papers/"quoted" name.md'}
] AS r
MERGE (d:Document {id: r.id}) SET d.title = r.title, d.authors = r.authors, d.year = r.year, d.source = r.source, d.doi = r.doi, d.path = r.path;
UNWIND [
{id: 'actor/主体“actor”\\4', label: '主体“actor”\\4', label_zh: '主体“actor”\\4', label_en: 'actor "4" <&>', type: 'actor', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.78, confidence: 0.9877, community: 5},
{id: 'carrier/载体“carrier”\\6', label: '载体“carrier”\\6', label_zh: '载体“carrier”\\6', label_en: 'carrier "6" <&>', type: 'carrier', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.72, confidence: 0.9877, community: 5},
{id: 'event/事件“event”\\14', label: '事件“event”\\14', label_zh: '事件“event”\\14', label_en: 'event "14" <&>', type: 'event', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.48, confidence: 0.9877, community: 1},
{id: 'factor/要素“factor”\\9', label: '要素“factor”\\9', label_zh: '要素“factor”\\9', label_en: 'factor "9" <&>', type: 'factor', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.63, confidence: 0.9877, community: 1},
{id: 'goal/目标“goal”\\10', label: '目标“goal”\\10', label_zh: '目标“goal”\\10', label_en: 'goal "10" <&>', type: 'goal', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.6, confidence: 0.9877, community: 1},
{id: 'indicator/指标“indicator”\\13', label: '指标“indicator”\\13', label_zh: '指标“indicator”\\13', label_en: 'indicator "13" <&>', type: 'indicator', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.51, confidence: 0.9877, community: 1},
{id: 'industry/产业“industry”\\7', label: '产业“industry”\\7', label_zh: '产业“industry”\\7', label_en: 'industry "7" <&>', type: 'industry', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.69, confidence: 0.9877, community: 1},
{id: 'mechanism/机制“mechanism”\\1', label: '机制“mechanism”\\1', label_zh: '机制“mechanism”\\1', label_en: 'mechanism "1" <&>', type: 'mechanism', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.87, confidence: 0.9877, community: 3},
{id: 'model/模式“model”\\0', label: '模式“model”\\0', label_zh: '模式“model”\\0', label_en: 'model "0" <&>', type: 'model', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.9, confidence: 0.9877, community: 3},
{id: 'policy/政策“policy”\\3', label: '政策“policy”\\3', label_zh: '政策“policy”\\3', label_en: 'policy "3" <&>', type: 'policy', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.81, confidence: 0.9877, community: 3},
{id: 'problem/问题“problem”\\5', label: '问题“problem”\\5', label_zh: '问题“problem”\\5', label_en: 'problem "5" <&>', type: 'problem', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.75, confidence: 0.9877, community: 2},
{id: 'region/地区“region”\\2', label: '地区“region”\\2', label_zh: '地区“region”\\2', label_en: 'region "2" <&>', type: 'region', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.84, confidence: 0.9877, community: 2},
{id: 'stage/阶段“stage”\\11', label: '阶段“stage”\\11', label_zh: '阶段“stage”\\11', label_en: 'stage "11" <&>', type: 'stage', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.57, confidence: 0.9877, community: 2},
{id: 'technology/技术“technology”\\8', label: '技术“technology”\\8', label_zh: '技术“technology”\\8', label_en: 'technology "8" <&>', type: 'technology', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.66, confidence: 0.9877, community: 2},
{id: 'theory/理论“theory”\\12', label: '理论“theory”\\12', label_zh: '理论“theory”\\12', label_en: 'theory "12" <&>', type: 'theory', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.54, confidence: 0.9877, community: 4},
{id: 'topic/主题“topic”\\15', label: '主题“topic”\\15', label_zh: '主题“topic”\\15', label_en: 'topic "15" <&>', type: 'topic', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.45, confidence: 0.9877, community: 4},
{id: 'topic/只有中文名而且名字很长很长的一个主题概念', label: '只有中文名而且名字很长很长的一个主题概念', label_zh: '只有中文名而且名字很长很长的一个主题概念', label_en: '', type: 'topic', aliases: ['“别名”', 'a \\ b'], papers: 1, mentions: 2, score: 0.95, confidence: 0.9877, community: 4}
] AS r
MERGE (n:Concept {id: r.id}) SET n.label = r.label, n.label_zh = r.label_zh, n.label_en = r.label_en, n.type = r.type, n.aliases = r.aliases, n.papers = r.papers, n.mentions = r.mentions, n.score = r.score, n.confidence = r.confidence, n.community = r.community;
UNWIND [
{s: 'actor/主体“actor”\\4', t: '0123456789abcdef'},
{s: 'carrier/载体“carrier”\\6', t: '0123456789abcdef'},
{s: 'event/事件“event”\\14', t: '0123456789abcdef'},
{s: 'factor/要素“factor”\\9', t: '0123456789abcdef'},
{s: 'goal/目标“goal”\\10', t: '0123456789abcdef'},
{s: 'indicator/指标“indicator”\\13', t: '0123456789abcdef'},
{s: 'industry/产业“industry”\\7', t: '0123456789abcdef'},
{s: 'mechanism/机制“mechanism”\\1', t: '0123456789abcdef'},
{s: 'model/模式“model”\\0', t: '0123456789abcdef'},
{s: 'policy/政策“policy”\\3', t: '0123456789abcdef'},
{s: 'problem/问题“problem”\\5', t: '0123456789abcdef'},
{s: 'region/地区“region”\\2', t: '0123456789abcdef'},
{s: 'stage/阶段“stage”\\11', t: '0123456789abcdef'},
{s: 'technology/技术“technology”\\8', t: '0123456789abcdef'},
{s: 'theory/理论“theory”\\12', t: '0123456789abcdef'},
{s: 'topic/主题“topic”\\15', t: '0123456789abcdef'},
{s: 'topic/只有中文名而且名字很长很长的一个主题概念', t: '0123456789abcdef'}
] AS r
MATCH (n:Concept {id: r.s}) MATCH (d:Document {id: r.t}) MERGE (n)-[:MENTIONED_IN]->(d);
UNWIND [
{s: 'industry/产业“industry”\\7', t: 'mechanism/机制“mechanism”\\1', id: 'industry/产业“industry”\\7 addresses/asserted mechanism/机制“mechanism”\\1', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:ADDRESSES {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'mechanism/机制“mechanism”\\1', t: 'model/模式“model”\\0', id: 'mechanism/机制“mechanism”\\1 adopts/asserted model/模式“model”\\0', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:ADOPTS {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'stage/阶段“stage”\\11', t: 'technology/技术“technology”\\8', id: 'stage/阶段“stage”\\11 aligned_with/asserted technology/技术“technology”\\8', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:ALIGNED_WITH {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'problem/问题“problem”\\5', t: 'region/地区“region”\\2', id: 'problem/问题“problem”\\5 applies_to/asserted region/地区“region”\\2', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:APPLIES_TO {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'indicator/指标“indicator”\\13', t: 'industry/产业“industry”\\7', id: 'indicator/指标“indicator”\\13 causes/asserted industry/产业“industry”\\7', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']},
{s: 'carrier/载体“carrier”\\6', t: 'actor/主体“actor”\\4', id: 'carrier/载体“carrier”\\6 causes/asserted actor/主体“actor”\\4', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.6, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:CAUSES {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'technology/技术“technology”\\8', t: 'theory/理论“theory”\\12', id: 'technology/技术“technology”\\8 contrasts_with/asserted theory/理论“theory”\\12', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:CONTRASTS_WITH {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'event/事件“event”\\14', t: 'factor/要素“factor”\\9', id: 'event/事件“event”\\14 example_of/asserted factor/要素“factor”\\9', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:EXAMPLE_OF {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'topic/主题“topic”\\15', t: 'topic/只有中文名而且名字很长很长的一个主题概念', id: 'topic/主题“topic”\\15 has_indicator/asserted topic/只有中文名而且名字很长很长的一个主题概念', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:HAS_INDICATOR {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'goal/目标“goal”\\10', t: 'indicator/指标“indicator”\\13', id: 'goal/目标“goal”\\10 hinders/asserted indicator/指标“indicator”\\13', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:HINDERS {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'theory/理论“theory”\\12', t: 'topic/主题“topic”\\15', id: 'theory/理论“theory”\\12 interacts_with/asserted topic/主题“topic”\\15', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:INTERACTS_WITH {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'carrier/载体“carrier”\\6', t: 'event/事件“event”\\14', id: 'carrier/载体“carrier”\\6 is_a/asserted event/事件“event”\\14', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:IS_A {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'region/地区“region”\\2', t: 'stage/阶段“stage”\\11', id: 'region/地区“region”\\2 located_in/asserted stage/阶段“stage”\\11', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:LOCATED_IN {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'actor/主体“actor”\\4', t: 'carrier/载体“carrier”\\6', id: 'actor/主体“actor”\\4 part_of/asserted carrier/载体“carrier”\\6', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:PART_OF {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'factor/要素“factor”\\9', t: 'goal/目标“goal”\\10', id: 'factor/要素“factor”\\9 promotes/asserted goal/目标“goal”\\10', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']},
{s: 'actor/主体“actor”\\4', t: 'carrier/载体“carrier”\\6', id: 'actor/主体“actor”\\4 promotes/recommended carrier/载体“carrier”\\6', modality: 'recommended', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.8, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']},
{s: 'actor/主体“actor”\\4', t: 'carrier/载体“carrier”\\6', id: 'actor/主体“actor”\\4 promotes/hypothetical carrier/载体“carrier”\\6', modality: 'hypothetical', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.8, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']},
{s: 'actor/主体“actor”\\4', t: 'carrier/载体“carrier”\\6', id: 'actor/主体“actor”\\4 promotes/negated carrier/载体“carrier”\\6', modality: 'negated', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.8, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:PROMOTES {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'policy/政策“policy”\\3', t: 'problem/问题“problem”\\5', id: 'policy/政策“policy”\\3 proposes/asserted problem/问题“problem”\\5', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:PROPOSES {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
UNWIND [
{s: 'model/模式“model”\\0', t: 'policy/政策“policy”\\3', id: 'model/模式“model”\\0 uses/asserted policy/政策“policy”\\3', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.9, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']},
{s: 'actor/主体“actor”\\4', t: 'carrier/载体“carrier”\\6', id: 'actor/主体“actor”\\4 uses/asserted carrier/载体“carrier”\\6', modality: 'asserted', predicate: '推动"\\', weight: 1, papers: 1, confidence: 0.7, documents: ['0123456789abcdef'], quotes: ['“链式”融合模式推动 "R&D <hub>" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。']}
] AS r
MATCH (a:Concept {id: r.s}) MATCH (b:Concept {id: r.t}) MERGE (a)-[x:USES {id: r.id}]->(b) SET x.modality = r.modality, x.predicate = r.predicate, x.weight = r.weight, x.papers = r.papers, x.confidence = r.confidence, x.documents = r.documents, x.quotes = r.quotes;
