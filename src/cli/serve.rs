//! `sinograph serve`: the explorer over a store of any size, for this machine alone and for looking only.

use std::hash::{BuildHasher, RandomState};
use std::io::Cursor;

use clap::Args;
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

use super::open::{self, StoreArguments};
use super::output::{complain, print, say};
use super::{IO, KnowledgeArguments, Lang, OK};
use crate::analyze;
use crate::export::{Explorer, ExportOptions, LabelLanguage, PictureOptions, View};
use crate::knowledge::Knowledge;
use crate::model::ConceptGraph;

#[derive(Args)]
pub(super) struct ServeArguments {
    #[command(flatten)]
    store: StoreArguments,
    /// Port on this machine; 0 takes a free one
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    port: u16,
    /// Language of the page at first; by default that of most names
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
}

/// Longest address that is read, in bytes.
const LONGEST_ADDRESS: usize = 4_096;

pub(super) fn run(arguments: &ServeArguments) -> u8 {
    let knowledge = match open::knowledge_beside(&arguments.knowledge, &arguments.store.store) {
        Ok(knowledge) => knowledge,
        Err(refusal) => return refusal.tell(),
    };
    let graph = match open::graph(&arguments.store.store, &knowledge, arguments.knowledge.is_silent()) {
        Ok(graph) => graph,
        Err(refusal) => return refusal.tell(),
    };
    let server = match Server::http(("127.0.0.1", arguments.port)) {
        Ok(server) => server,
        Err(error) => {
            complain(&format!(
                "--port {}: cannot be listened on: {error}; use another, or 0",
                arguments.port
            ));
            return IO;
        }
    };
    let language = arguments.lang.map_or_else(|| LabelLanguage::of(&graph), LabelLanguage::from);
    answer_all(&server, &graph, &knowledge, language)
}

fn answer_all(server: &Server, graph: &ConceptGraph, knowledge: &Knowledge, language: LabelLanguage) -> u8 {
    let tables = analyze::tables(graph);
    let picture = PictureOptions { language, ..PictureOptions::default() };
    let options = ExportOptions { picture, ..ExportOptions::default() };
    let explorer = Explorer::new(&View { graph, tables: &tables, knowledge, options: &options });
    let page = match explorer.page(true) {
        Ok(page) => page,
        Err(error) => {
            complain(&error.to_string());
            return IO;
        }
    };
    let port = server.server_addr().to_ip().map_or(0, |address| address.port());
    let desk = Desk { explorer, page, port, token: token() };
    print(&format!("http://127.0.0.1:{port}/{}/\n", desk.token));
    say("open this address in a browser on this machine; Ctrl-C ends it");
    for request in server.incoming_requests() {
        desk.answer(request);
    }
    OK
}

/// Whoever knows the address may look; others on the machine may not guess it.
fn token() -> String {
    // Keys of a fresh hasher are drawn from the system's source of chance.
    let part = || RandomState::new().hash_one("sinograph");
    format!("{:016x}{:016x}", part(), part())
}

/// What answers requests.
struct Desk<'a> {
    explorer: Explorer<'a>,
    page: String,
    port: u16,
    token: String,
}

/// An answer before it is sent.
struct Answer {
    code: u16,
    kind: &'static str,
    text: String,
}

impl Answer {
    fn refusal(code: u16, text: &str) -> Self {
        Answer { code, kind: "text/plain; charset=utf-8", text: format!("{text}\n") }
    }
}

impl Desk<'_> {
    fn answer(&self, request: Request) {
        let answer = self.decide(&request);
        let mut response = Response::new(
            StatusCode(answer.code),
            Vec::new(),
            Cursor::new(answer.text.clone().into_bytes()),
            Some(answer.text.len()),
            None,
        );
        let headers = [
            ("Content-Type", answer.kind),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("X-Frame-Options", "DENY"),
        ];
        for (name, value) in headers {
            if let Ok(header) = Header::from_bytes(name, value) {
                response.add_header(header);
            }
        }
        // A reader that went away needs no answer.
        let _ = request.respond(response);
    }

    fn decide(&self, request: &Request) -> Answer {
        let header = |name: &str| {
            let found = request
                .headers()
                .iter()
                .find(|header| header.field.as_str().as_str().eq_ignore_ascii_case(name));
            found.map(|header| header.value.as_str().to_owned())
        };
        if *request.method() != Method::Get {
            return Answer::refusal(405, "only GET is answered");
        }
        if !self.is_own_host(header("Host").as_deref()) {
            return Answer::refusal(403, "this address is for this machine only");
        }
        if header("Origin").is_some_and(|origin| !self.is_own_host(origin.strip_prefix("http://"))) {
            return Answer::refusal(403, "other pages may not ask");
        }
        if request.url().len() > LONGEST_ADDRESS {
            return Answer::refusal(414, "the address is too long");
        }
        match request.url().strip_prefix('/').and_then(|url| url.strip_prefix(self.token.as_str())) {
            Some(rest) => self.route(rest),
            None => Answer::refusal(404, "there is nothing here"),
        }
    }

    fn is_own_host(&self, host: Option<&str>) -> bool {
        let own = ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{}", self.port));
        host.is_some_and(|host| own.iter().any(|name| name == host))
    }

    fn route(&self, rest: &str) -> Answer {
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let asked = match path {
            "/" => return Answer { code: 200, kind: "text/html; charset=utf-8", text: self.page.clone() },
            "/api/search" => self.explorer.search(&parameter(query, "q")).map(Some),
            "/api/around" => match parameter(query, "n").parse() {
                Ok(concept) => self.explorer.around(concept),
                Err(_) => Ok(None),
            },
            _ => Ok(None),
        };
        match asked {
            Ok(Some(text)) => Answer { code: 200, kind: "application/json; charset=utf-8", text },
            Ok(None) => Answer::refusal(404, "there is nothing here"),
            Err(error) => Answer::refusal(500, &error.to_string()),
        }
    }
}

/// The value of a parameter of a query, decoded; empty where there is none.
fn parameter(query: &str, name: &str) -> String {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next().unwrap_or("");
    let bytes = value.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match (bytes[at], code.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                at += 2;
            }
            (b'+', _) => decoded.push(b' '),
            (byte, _) => decoded.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded() {
        assert_eq!(parameter("a=1&q=%E5%90%88%E8%82%A5+R%26D", "q"), "合肥 R&D");
        assert_eq!(parameter("q=%", "q"), "%");
        assert_eq!(parameter("q=%zz%E5", "q"), "%zz\u{fffd}");
        assert_eq!(parameter("", "q"), "");
    }
}
