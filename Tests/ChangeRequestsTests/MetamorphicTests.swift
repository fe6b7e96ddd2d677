import ChangeRequests
import Operations
import Testing

/// Requests of every kind that mean something for the daily job.
private let requests = [
    "move to 4pm", "at 17:45", "every 15 minutes", "every 2 hours", "weekdays at 7am", "not on Fridays", "only mondays",
    "first monday of the month", "last day of the month", "an hour later", "bring it forward by 30 minutes",
    "pause until Monday", "pause for 3 days", "disable it", "run it now", "skip tomorrow", "skip the next 3 runs",
    "move this run to 3pm", "move tomorrow's run to 10am", "an extra run this Friday at 4pm", "run it in 20 minutes",
    "make it critical", "kill after 10 minutes", "let them overlap", "every 20 minutes between 9am and 5pm",
    "9pm New York time", "at 8am and 8pm", "hold off until further notice",
    "every weekday at 6pm and make it low priority",
]

@Suite("What does not change the meaning of a request")
struct MetamorphicTests {
    @Test(
        "is politeness and a reason",
        arguments: [
            "please ", "hi, ", "could you please ", "hello team, can you ", "would you ", "pls ",
            "hey, ",
            "because the network is down, ",
        ])
    func politeness(_ opening: String) throws {
        let asking = try Asking()
        for request in requests {
            #expect(asking.effect(opening + request) == asking.effect(request), "\(opening)\(request)")
            #expect(
                asking.answer(opening + request).confidence == asking.answer(request).confidence, "\(opening)\(request)"
            )
        }
    }

    @Test(
        "is what is said behind it",
        arguments: [
            " please", ", thanks!", " thank you", " because the database is slow", ", the network is down", " pls",

        ])
    func closing(_ closing: String) throws {
        let asking = try Asking()
        for request in requests {
            #expect(asking.effect(request + closing) == asking.effect(request), "\(request)\(closing)")
        }
    }

    @Test("is the case of letters, blanks and closing marks")
    func writing() throws {
        let asking = try Asking()
        for request in requests {
            let effect = asking.effect(request)
            #expect(effect.operation != .none, "\(request)")
            for written in [
                request.uppercased(), request.prefix(1).uppercased() + request.dropFirst(), "  " + request + "  ",
                request + ".", request + "!",
                "\"" + request + "\"",
                request.split(separator: " ").joined(separator: "   "),
                request.split(separator: " ").joined(separator: "\t"),
            ] {
                #expect(asking.effect(written) == effect, "\(written)")
            }
        }
    }

    @Test(
        "is the order of words where English allows it",
        arguments: [
            ("weekdays at 7am", "at 7am on weekdays"),
            ("every 20 minutes between 9am and 5pm", "between 9am and 5pm every 20 minutes"),
            ("every monday at 5pm", "at 5pm every monday"),
            ("make it critical and move it to 4pm", "move it to 4pm and make it critical"),
            ("pause until Monday", "until Monday pause it"),
            ("an extra run this Friday at 4pm", "this Friday at 4pm an extra run"),
            ("run it in 20 minutes", "in 20 minutes run it"), ("daily at 6pm", "at 6pm daily"),
            ("only mondays", "mondays only"),
            ("skip the run tomorrow", "tomorrow skip the run"), ("9pm New York time", "New York time, 9pm"),
            ("bring it forward by 30 minutes", "30 minutes earlier"), ("hourly on weekends", "on weekends hourly"),
        ])
    func order(_ one: String, _ other: String) throws {
        let asking = try Asking()
        #expect(asking.effect(one).operation != .none, "\(one)")
        #expect(asking.effect(one) == asking.effect(other), "\(one) / \(other)")
    }

    @Test(
        "are numbers in words",
        arguments: [
            ("every 15 minutes", "every fifteen minutes"), ("every 2 hours", "every two hours"),
            ("every 45 minutes", "every forty-five minutes"),
            ("pause for 3 days", "pause for three days"), ("skip the next 3 runs", "skip the next three runs"),
            ("run it in 20 minutes", "run it in twenty minutes"), ("at 9pm", "at nine pm"),
            ("kill after 10 minutes", "kill after ten minutes"),
            ("1 hour later", "an hour later"), ("30 minutes later", "half an hour later"),
            ("on the 1st of every month", "on the first of every month"),
            ("4 times a day", "four times a day"), ("2 times an hour", "twice an hour"),
            ("90 minutes earlier", "an hour and a half earlier"),
        ])
    func numbers(_ digits: String, _ words: String) throws {
        let asking = try Asking()
        #expect(asking.effect(digits).operation != .none, "\(digits)")
        #expect(asking.effect(digits) == asking.effect(words), "\(digits) / \(words)")
    }

    @Test(
        "are synonyms",
        arguments: [
            ["pause it", "put it on hold", "suspend it", "hold it", "freeze it", "hold off"],
            ["disable it", "turn it off", "switch it off", "deactivate it", "shut it down"],
            ["run it now", "fire it right away", "kick it off", "trigger it asap", "execute it immediately", "run it"],
            ["skip this one", "leave out this run", "don't do this one", "omit this occurrence", "not this time"],
            [
                "weekdays only", "just weekdays", "business days only", "only Monday to Friday", "M-F", "only mon-fri",
                "not on weekends",
            ],
            [
                "an hour later", "delay it by an hour", "push it back 1h", "postpone by 60 minutes", "+1h",
                "move it back an hour",
            ],
            ["an hour earlier", "bring it forward an hour", "move it up by 1 hour", "an hour sooner", "-1h"],
            ["make it critical", "high priority", "mark it as urgent", "top priority"],
            [
                "kill after 10 minutes", "timeout 10m", "time out after ten minutes", "give it 10 minutes",
                "stop it after 10 min",
            ],
            ["every 2 hours", "every other hour", "once every two hours", "q2h", "every second hour"],
            ["at noon", "at 12pm", "at midday", "12 noon", "at 12:00pm", "at 1200h"],
            [
                "pause until tomorrow", "pause for the rest of the day", "no runs till tomorrow",
                "turn it off until tomorrow",
            ],
            ["let them overlap", "allow overlap", "run in parallel", "overlapping is fine"],
        ])
    func synonyms(_ words: [String]) throws {
        let asking = try Asking()
        let effect = asking.effect(words[0])
        #expect(effect.operation != .none, "\(words[0])")
        for other in words.dropFirst() { #expect(asking.effect(other) == effect, "\(other)") }
    }

    @Test("is not a negation, which always changes it", arguments: ["don't ", "do not ", "please don't ", "never "])
    func negation(_ negation: String) throws {
        let asking = try Asking()
        for request in [
            "move to 4pm", "pause until Monday", "disable it", "run it now", "skip tomorrow", "make it critical",
            "run on weekends",
            "pause it", "move this run to 3pm", "kill after 10 minutes", "delay it by an hour", "change it to weekdays",
        ] {
            #expect(asking.effect(negation + request) != asking.effect(request), "\(negation)\(request)")
        }
    }
}
