"""The page kept open: one card at a time, through drops, restarts and an hour of changes, without growing."""

from playwright.sync_api import expect


def cards(page, ref, status):
    return page.locator(f'.card[data-event*="|{ref}|"][data-status="{status}"]')


def next_of(server, ref, n=0):
    """The n-th coming event of a schedule in the shown week."""
    events = [event for event in server.feed({})["events"] if event["source_ref"] == ref and event["scheduled_at_epoch"] > server.now]
    return events[n]["event_id"]


def test_a_change_patches_its_card_and_nothing_else(visit, stand_in):
    server = stand_in()
    one = visit(server.url)
    page = one.open("?view=week")
    event_id = next_of(server, "certificate-check")
    # Every element of the grid is marked: a patch keeps them all and touches one.
    page.evaluate("""() => {
        for (const card of document.querySelectorAll('.card')) card.marked = true;
        window.touched = new Set();
        new MutationObserver((changes) => {
            for (const { target } of changes) {
                const card = (target.nodeType === 1 ? target : target.parentElement).closest('.card');
                if (card) window.touched.add(card.dataset.event);
            }
        }).observe(document.querySelector('.grid-days'), { subtree: true, childList: true, attributes: true, characterData: true });
    }""")
    feeds = [url for url in one.requests if "/calendar/events?" in url]
    server.finish(event_id, "failed")
    expect(page.locator(f'.card[data-event="{event_id}"]')).to_have_attribute("data-status", "failed")
    assert page.evaluate("[...document.querySelectorAll('.card')].every((card) => card.marked)")
    running = page.evaluate("[...document.querySelectorAll('.card[data-status=\"running\"]')].map((card) => card.dataset.event)")
    assert set(page.evaluate("[...window.touched]")) - set(running) == {event_id}
    assert [url for url in one.requests if "/calendar/events?" in url] == feeds


def test_a_heartbeat_keeps_its_mark_however_often_it_changes(visit, stand_in):
    server = stand_in()
    one = visit(server.url)
    page = one.open("?view=day&date=2026-03-26")
    event_id = f"heartbeat|morning|{server.now + 56_280}"
    card = page.locator(f'.card[data-event="{event_id}"]')
    for status in ("running", "success"):
        server.finish(event_id, status)
        expect(card).to_have_attribute("data-status", status)
        expect(card.locator(".kind-icon path").first).to_be_attached()
        expect(card.locator(".card-title")).to_have_text("Morning watch")


def test_a_stream_that_drops_resumes_where_it_was(visit, stand_in):
    server = stand_in()
    one = visit(server.url)
    one.allow("ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION")
    page = one.open("?view=week")
    first, second = next_of(server, "certificate-check"), next_of(server, "log-rotation")
    server.finish(first, "success")
    expect(page.locator(f'.card[data-event="{first}"]')).to_have_attribute("data-status", "success")
    before = server.seq
    server.drop()
    server.finish(second, "failed")
    expect(page.locator(f'.card[data-event="{second}"]')).to_have_attribute("data-status", "failed")
    expect(page.locator(".push")).to_have_attribute("data-state", "live")
    streams = [url for url in one.requests if "/stream?" in url]
    assert streams[-1].endswith(f"since_seq={before}") or streams[-1].endswith(f"since_seq={server.seq}")


def test_a_server_that_goes_and_comes_back_is_noticed(visit, stand_in):
    server = stand_in()
    one = visit(server.url)
    one.allow("ERR_|Failed to load resource")
    page = one.open("?view=week")
    event_id = next_of(server, "certificate-check")
    server.stop()
    expect(page.locator(".push")).not_to_have_attribute("data-state", "live")
    page.evaluate("document.dispatchEvent(new CustomEvent('almanac-refresh'))")
    expect(page.locator('.banner[data-kind="stale"]')).to_contain_text("The server does not answer. This is how things stood at 14:52")
    # Never a stale all-green: what may be old loses its colour.
    expect(page.locator("html[data-stale]")).to_be_attached()
    assert "grayscale" in page.locator(".card").first.evaluate("(card) => getComputedStyle(card).filter")
    server.start()
    server.finish(event_id, "failed")
    expect(page.locator(f'.card[data-event="{event_id}"]')).to_have_attribute("data-status", "failed")
    expect(page.locator(".push")).to_have_attribute("data-state", "live")
    expect(page.locator('.banner[data-kind="stale"]')).to_have_count(0)


def test_while_the_stream_is_down_the_page_polls(visit, stand_in):
    server = stand_in()
    server.answers["GET", r"/scheduling/stream$"] = lambda _: (503, {"title": "No stream"})
    one = visit(server.url)
    one.allow("Failed to load resource|503")
    page = one.context.new_page()
    page.clock.install()
    page.goto(f"{server.url}/?view=week")
    expect(page.locator(".day-column").first).to_be_visible()
    expect(page.locator(".push")).not_to_have_attribute("data-state", "live")
    event_id = next_of(server, "certificate-check")
    server.changed[event_id] = {"status": "skipped"}
    with page.expect_request("**/calendar/events?*"):
        page.clock.fast_forward(31_000)
    expect(page.locator(f'.card[data-event="{event_id}"]')).to_have_attribute("data-status", "skipped")


def test_a_silent_stream_is_doubted(visit, stand_in):
    server = stand_in()
    one = visit(server.url)
    page = one.context.new_page()
    page.clock.install()
    page.goto(f"{server.url}/?view=week")
    expect(page.locator(".push")).to_have_attribute("data-state", "live")
    connections = len(server.clients)
    with page.expect_request("**/scheduling/stream?*"):
        page.clock.fast_forward(36_000)
    expect(page.locator(".push")).to_have_attribute("data-state", "live")
    assert connections == 1


def test_an_hour_of_changes_grows_nothing(visit, stand_in):
    """Ten changes for every second of an hour, as fast as the page takes them, grow neither the heap nor the number of
    nodes or listeners."""
    server = stand_in()
    one = visit(server.url)
    page = one.open("?view=week")
    session = one.context.new_cdp_session(page)

    def sizes():
        for _ in range(2):
            session.send("HeapProfiler.collectGarbage")
        counters = session.send("Memory.getDOMCounters")
        return session.send("Runtime.getHeapUsage")["usedSize"], counters["nodes"], counters["jsEventListeners"]

    hammer = """async (times) => {
        const app = window.almanac;
        const events = [...app.live.calendar.events.values()].filter((event) => event.status === 'scheduled').slice(0, 200);
        const states = ['running', 'success', 'failed', 'scheduled'];
        for (let i = 0; i < times; i += 1) {
            const event = events[i % events.length], status = states[Math.floor(i / events.length) % states.length];
            app.live.received({ seq: app.live.calendar.seq + 1, event_type: 'cron_run_completed', source: event.source, source_ref: event.source_ref, payload: { event: { ...event, status, running: status === 'running' } } });
            if (i % 500 === 0) await new Promise((resolve) => setTimeout(resolve));
        }
    }"""
    # Every state of every card once, so that what is kept for reuse is there.
    page.evaluate(hammer, 800)
    heap, nodes, listeners = sizes()
    page.evaluate(hammer, 10 * 3600)
    heap_after, nodes_after, listeners_after = sizes()
    print(f"\nheap {heap / 1e6:.1f} → {heap_after / 1e6:.1f} MB, nodes {nodes} → {nodes_after}, listeners {listeners} → {listeners_after}")
    # The heap breathes by a megabyte or so; a hundred bytes left behind by every change come to several.
    assert heap_after < heap + 2_000_000
    assert nodes_after <= nodes * 1.02 + 50
    assert listeners_after <= listeners * 1.02 + 20


def test_a_log_is_followed_while_it_grows(visit, stand_in):
    server = stand_in()
    one = visit(server.url)
    page = one.context.new_page()
    run = page.locator('.card[data-status="running"]').first
    begun = next(event for event in server.feed({})["events"] if event["status"] == "running")
    server.answers["GET", r"/runs/[^/]+$"] = lambda _: (200, {"run": begun["run"]})
    page.goto(f"{server.url}/?view=week")
    # The stream of the log, told by the test.
    page.evaluate("""() => {
        const Real = window.EventSource;
        window.EventSource = class extends EventTarget {
            constructor(url) {
                super();
                if (!url.includes('follow=1')) return new Real(url);
                window.logStream = this;
            }
            close() { this.closed = true; }
        };
    }""")
    run.click()
    page.get_by_role("dialog").locator('[data-action="open_logs"]').click()
    expect(page.locator(".log-state")).to_have_text("Following while it runs…")
    tell = "(text) => window.logStream.dispatchEvent(new MessageEvent('log', { data: JSON.stringify(text) }))"
    page.evaluate(tell, "\u001b[32mline\u001b[0m 0\n" + "".join(f"line {i}\n" for i in range(1, 400)))
    log = page.locator(".log")
    expect(log).to_contain_text("line 0\nline 1\n")
    at_end = "(log) => log.scrollHeight - log.scrollTop - log.clientHeight < 24"
    assert log.evaluate(at_end)
    # Somebody who reads above is left there.
    log.evaluate("(log) => { log.scrollTop = 0; }")
    expect(page.locator(".log-end")).to_be_visible()
    page.evaluate(tell, "line 400\n")
    assert log.evaluate("(log) => log.scrollTop") == 0
    page.locator(".log-end").click()
    assert log.evaluate(at_end)
    page.evaluate("window.logStream.dispatchEvent(new MessageEvent('end'))")
    expect(page.locator(".log-state")).to_have_text("The run has ended. 401 lines")
    assert page.evaluate("window.logStream.closed")
