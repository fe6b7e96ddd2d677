import PageScript
import Testing

@Suite("The page's modules become one script")
struct JoinModulesTests {
    private func join(_ texts: [String: String]) throws(ScriptFault) -> String {
        try joinModules(entry: "app.js", texts: texts)
    }

    private func fault(_ texts: [String: String]) -> ScriptFault? {
        do {
            _ = try join(texts)
            return nil
        } catch {
            return error
        }
    }

    @Test("Each stands once, behind those that it imports, in the order in which they are named")
    func order() throws {
        let script = try join([
            "app.js": "import './b.js';\nimport { a } from './folder/a.js';\nstart(a);\n",
            "b.js": "import { c } from './folder/c.js';\nb(c);\n",
            "folder/a.js": "import { c } from './c.js';\nexport const a = c;\n",
            "folder/c.js": "import {\n    d,\n} from \"../d.js\";\nexport const c = d;\n",
            "d.js": "export const d = 4;\n",
            "unused.js": "export const a = 'never sent';\n",
        ])
        #expect(
            script == """
                // d.js
                const d = 4;
                // folder/c.js



                const c = d;
                // b.js

                b(c);
                // folder/a.js

                const a = c;
                // app.js


                start(a);

                """)
    }

    @Test("Counted from the line that names a module, each line has the number that it has in the module")
    func lineNumbers() throws {
        let module = """
            /**
             * A comment of several lines.
             */

            import { one } from './one.js';

            export function two() {
                // A comment.
                return one /* of
                    two lines */ + `
            a line of a template` + 1; // sum
            }

            two().here();
            """
        let script = try join(["app.js": module, "one.js": "export const one = 1;"])
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
        let named = try #require(lines.firstIndex(of: "// app.js"))
        let written = module.split(separator: "\n", omittingEmptySubsequences: false)
        for code in ["function two() {", "return one", "+ `", "a line of a template` + 1;", "two().here();"] {
            let place = try #require(lines.firstIndex { $0.contains(code) }, "\(code)")
            #expect(written[place - named - 1].contains(code))
        }
        #expect(!script.contains("comment") && !script.contains("two lines") && !script.contains("sum"))
    }

    @Test(
        "Every form of export leaves its declaration",
        arguments: [
            ("export const x = [1, { y: 2 }];", "const x = [1, { y: 2 }];"),
            ("export let x = 1;", "let x = 1;"),
            ("export function x(a, b) {}", "function x(a, b) {}"),
            ("export async function x() {}", "async function x() {}"),
            ("export function* x() {}", "function* x() {}"),
            ("export class x extends Y {}", "class x extends Y {}"),
            ("/** what */ export /* so */ class x {}", " class x {}"),
        ])
    func exports(written: String, sent: String) throws {
        #expect(
            try join(["app.js": "import { x } from './x.js';", "x.js": written]) == "// x.js\n\(sent)\n// app.js\n\n")
    }

    @Test(
        "What only looks like a comment, an import or a declaration stays as it is",
        arguments: [
            "const a = 'it\\'s // no comment';",
            "const a = \"/* none */\";",
            "const a = `// ${b(`/* ${'`'} */`, { c: '}' })} none`;",
            "const a = /[/*'\"`]\\/\\//g.test(b);",
            "const a = b / 2 / c;",
            "const a = (b + c) / 2;",
            "const a = b[1] / 2 + `${c}` / 2;",
            "const a = b.replace(/'/, '');",
            "const a = () => { return /\\s'/.test(b); };",
            "const a = function b() {};",
            "const a = class b {};",
            "const a = (b, c) => { const d = 1, e = 2; function f() {} };",
            "b.import('x').export();",
            "for (const a of [1, 2]) { let c = a, d = a; }",
            "if (a) { const c = 1; } else { const c = 2; }",
        ])
    func untouched(code: String) throws {
        let other = "export const b = 1;\nexport const c = 2;\nexport const d = 3;\nexport const f = 4;"
        let script = try join(["app.js": "import { b } from './b.js';\n\(code)", "b.js": other])
        #expect(script.hasSuffix("// app.js\n\n\(code)\n"))
    }

    @Test("A comment between two words leaves them apart")
    func apart() throws {
        #expect(try join(["app.js": "const/* a */a = typeof/* b */(c);"]) == "// app.js\nconst a = typeof (c);\n")
    }

    @Test("A name is declared once in the whole script; both places are told")
    func sameName() {
        let first = ScriptPlace("a.js", line: 1)
        let place = ScriptPlace("b.js", line: 2)
        for (one, other) in [
            ("const x = 1;", "const x = 2;"), ("export const x = 1;", "function x() {}"),
            ("class x {}", "async function x() {}"), ("let x;", "f();\nlet x;"),
        ] {
            let texts = [
                "app.js": "import './a.js';\nimport './b.js';", "a.js": one,
                "b.js": other.contains("\n") ? other : "\n\(other)",
            ]
            #expect(fault(texts) == .sameName("x", at: place, first: first), "\(one) \(other)")
        }
        #expect(
            "\(ScriptFault.sameName("x", at: place, first: first))".contains("b.js:2: error: x is declared by a.js:1"))
    }

    @Test("A name that the other module does not export is told with both modules")
    func notExported() {
        let texts = ["app.js": "f();\nimport { a, b } from './a.js';", "a.js": "export const a = 1;\nconst b = 2;"]
        #expect(fault(texts) == .notExported("b", by: "a.js", at: ScriptPlace("app.js", line: 2)))
        #expect("\(fault(texts)!)" == "app.js:2: error: a.js exports no b")
    }

    @Test("A module that is not there is told with the line that wants it")
    func noModule() {
        let place = ScriptPlace("app.js", line: 1)
        #expect(fault(["app.js": "import './x/../y.js';"]) == .noModule("y.js", at: place))
        #expect(fault([:]) == .noModule("app.js", at: nil))
    }

    @Test("Modules that import one another in a ring are told in their order")
    func ring() {
        let texts = [
            "app.js": "import './a.js';", "a.js": "import './b.js';", "b.js": "import './c.js';",
            "c.js": "import './a.js';",
        ]
        #expect(fault(texts) == .ring(["a.js", "b.js", "c.js", "a.js"]))
        #expect("\(fault(texts)!)".contains("a.js → b.js → c.js → a.js"))
        #expect(fault(["app.js": "import './app.js';"]) == .ring(["app.js", "app.js"]))
    }

    @Test(
        "Other forms of import are refused by their line",
        arguments: [
            "import { a as b } from './a.js';", "import * as a from './a.js';", "import a from './a.js';",
            "import a, { b } from './a.js';", "import { a } from './a.js'", "import './a.js' with { type: 'json' };",
            "import { a } from 'a.js';", "import { a } from '../a.js';", "import('./a.js');",
            "function f() { return import('./a.js'); }", "f(import.meta.url);", "import { a b } from './a.js';",
        ])
    func otherImports(code: String) {
        #expect(
            fault(["app.js": "f();\n\(code)", "a.js": "export const a = 1;"])
                == .unreadImport(at: ScriptPlace("app.js", line: 2)))
    }

    @Test(
        "Other forms of export are refused by their line",
        arguments: [
            "export default 1;", "export { a };", "export { a } from './a.js';", "export * from './a.js';",
            "export var a = 1;", "export",
        ])
    func otherExports(code: String) {
        #expect(fault(["app.js": "f();\n\(code)"]) == .unreadExport(at: ScriptPlace("app.js", line: 2)))
    }

    @Test(
        "A declaration of several names at once is refused by its line",
        arguments: [
            "const a = 1, b = 2;", "let a, b;", "export let a, b;", "const { a } = b;", "const [a] = b;",
            "export const { a, b } = c;", "const a = f(1, 2), b = 3;",
        ])
    func otherDeclarations(code: String) {
        #expect(fault(["app.js": "f();\n\(code)"]) == .unreadDeclaration(at: ScriptPlace("app.js", line: 2)))
    }

    @Test(
        "What does not end is told by the line that it begins in",
        arguments: [
            ("'abc\n'", "string"), ("\"abc", "string"), ("`abc\n\n", "template"), ("`${a", "template"),
            ("a = /b\n/", "pattern"), ("/[/]", "pattern"), ("/* a\n\n", "comment"), ("'\\", "string"),
            ("`\\", "template"),
            ("/\\", "pattern"),
        ])
    func endless(code: String, what: String) {
        #expect(fault(["app.js": "f();\n\(code)"]) == .endless(what, at: ScriptPlace("app.js", line: 2)))
    }
}

@Suite("What is sent has no comments")
struct WithoutCommentsTests {
    @Test("Of a script the code stays, without the lines before and behind it")
    func script() throws {
        let script = try withoutComments(
            script: "// First.\ntry {\n    f('//'); // so\n} catch {\n    // No.\n}\n", path: "x.js")
        #expect(script == "try {\n    f('//');\n} catch {\n\n}")
        #expect(throws: ScriptFault.endless("string", at: ScriptPlace("x.js", line: 2))) {
            try withoutComments(script: "\n'", path: "x.js")
        }
    }

    @Test("Of a style sheet everything but comments stays")
    func styleSheet() {
        let sheet = "/* One.\n * Two. */\na { content: \"/* \\\" stays */\"; /* goes */ color: red; }\n/**/b {}"
        #expect(withoutComments(styleSheet: sheet) == "\na { content: \"/* \\\" stays */\";  color: red; }\nb {}")
    }
}
