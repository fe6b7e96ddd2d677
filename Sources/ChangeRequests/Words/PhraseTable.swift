/// Fixed phrases and what they say. A phrase matches with "it", articles and the schedule's own name between its words.
enum PhraseTable {
    static let rows: [(Sense, String)] = states + acts + linking + limits + fields + rules + refused

    private static let states: [(Sense, String)] = [
        (
            .pause,
            "pause|put on hold|put on ice|put on pause|snooze|hibernate|put to sleep|on hold|take a break|give a rest"
                + "|mothball|stay paused|keep paused|remain paused|leave paused|put the brakes on|time out for now|shelve|rest"
        ),
        (.hold, "hold|hold off|hold on|hold fire|stand down|lay off|hold off on|hold back|stand by"),
        (
            .disable,
            "disable|turn off|switch off|shut down|shut off|shutdown|take offline|take out of service|decommission|retire"
                + "|off|turn disabled|power down|power off|switch disabled|make inactive|set inactive|inactive|toggle off"
        ),
        (.stop, "stop|kill|kill off|end|terminate|quit|abort|stop running|stop executing|stop doing|pull the plug on"),
        (
            .resume,
            "resume|turn on|turn back on|switch on|switch back on|start again|start up again|enable|re enable|take off hold"
                + "|take off pause|bring back|bring back online|bring online|back on|wake up|wake|get going again|start running again"
                + "|lift the pause|end the pause|carry on|back in service|put back in service|make active|set active|un pause"
                + "|activate|active again|start back up|fire back up|restore|remove the hold|release the hold|cancel the pause"
                + "|run again as normal|back to normal|remove the pause|stop pausing|power on|power up|bring back to life|on again"
                + "|set to active|undo the pause|end pause|turn enabled|toggle on|off hold|off pause|revive|begin again|let run again"
        ),
        (.start, "start|start up|kick back in|start running"),
        (
            .keepGoing,
            "keep going|keep running|keep checking|go on|continue|continue running|work|stay up|keep at|keep on"
        ),
        (.finish, "finish|wrap up|stop checking|knock off|end up"),
    ]

    private static let acts: [(Sense, String)] = [
        (
            .change,
            "change|set|make|make that|make happen|switch|adjust|alter|modify|update|edit|use|put|turn|turn into|have run"
                + "|convert|convert to|switch over|replace with|go with|reset|configure|schedule|let have|keep to|stick to|should be"
                + "|do that|set up|mark|flag|treat|classify|let be|correct|fix|amend|tweak|revise|be"
        ),
        (.move, "move|reschedule|shift|transfer|slide|bump|push|pull|drag|relocate|re time|retime|bring|nudge|rebook"),
        (
            .shiftLater,
            "postpone|push back|knock back|put back|move back|set back|push out|push|bump back|slide back|delay|put off|hold back by|move later"
                + "|shift back|shift later|push later|make later|slip|run late|back|start late|later by|bump later|move out|push off"
                + "|push forward by later|kick down the road|bring back by|go back|bump out|nudge later|nudge back|slide later"
        ),
        (
            .shiftEarlier,
            "bring forward|move forward|pull forward|move up|bring up|pull in|advance|push forward|shift forward|shift earlier"
                + "|move earlier|bring earlier|make earlier|pull up|pull earlier|forward|hasten|shift up|up|earlier by|bump up|put forward"
                + "|bring ahead|nudge forward|nudge earlier|slide forward|slide earlier|start early|bump earlier|bump forward|move ahead|nudge up"
        ),
        (.later, "later|late|afterwards"),
        (.earlier, "earlier|early|prior"),
        (
            .run,
            "run|fire|trigger|launch|kick off|do|go off|perform|invoke|fire off|set off|happen|run through|kick|rerun|re run|start off|check|beat"
        ),
        (
            .runNow,
            "run now|do now|now|right now|right away|immediately|asap|straight away|this minute|this instant|this second"
                + "|at once|instantly|pronto|as soon as possible|on the spot|without delay|straightaway|right this minute|on demand"
                + "|right this second|stat|this very moment|this moment|run right now"
        ),
        (
            .extra,
            "extra|additional|one more|once more|one more time|additionally|one off|oneoff|adhoc|ad hoc|another|bonus|another time|again|one extra|one additional|special"
        ),
        (.addRun, "add run|add extra run|add another run|schedule extra run|schedule a run|add one more run"),
        (
            .skip,
            "skip|leave out|miss|miss out|pass on|sit out|jump over|skip over|give a miss|bypass|skip past|don't bother|ignore|forgo|scrap|ditch"
        ),
        (.cancel, "cancel|call off|scratch|canceled|cancelled|abandon|cancel out"),
        (.remove, "remove|drop|take out|take off|get rid of|lose|eliminate|cut|cut out|strip"),
        (
            .extendPause,
            "extend the pause|extend pause|prolong the pause|lengthen the pause|extend the hold|keep paused until|extend"
        ),
        (
            .leaveAlone,
            "leave alone|let rest|do not disturb|dont disturb|let sleep|leave in peace|stay quiet|be quiet|keep quiet|stay silent|go quiet|let be quiet|quiet"
        ),
        (.keep, "leave|keep|leave as is|retain|preserve|keep as is|leave unchanged|touch|mess with|stay"),
    ]

    private static let linking: [(Sense, String)] = [
        (
            .not,
            "not|prevent from|keep from|dont|no|never|do not|no more|nothing|none|dont ever|not any|no longer|avoid|not do|not have|refrain from"
                + "|stay off|steer clear of|keep off|block out"
        ),
        (
            .only,
            "only|just|simply|strictly|restrict to|limit to|confine to|restrict|confine|nothing but|no other than|purely"
        ),
        (
            .add,
            "also|add|plus|as well|too|as well as|in addition|include|including|in addition to|add in|throw in|on top of that|along with|additionally on"
        ),
        (
            .except,
            "outside|outside of|except|except for|excluding|without|minus|apart from|other than|aside from|save for|exclude|leaving out|bar|barring"
        ),
        (.excluded, "excluded|not included|left out|not counted"),
        (.but, "but|however|though|yet"),
        (.and, "and|then|and then|plus then|after that|while you're at it|also please"),
        (.or, "or|versus|vs"),
        (.instead, "instead|instead of|rather than|in place of"),
        (.to, "to|into|onto|over to"),
        (.by, "by|no later than|up to"),
        (.at, "at"),
        (.about, "around|about|circa|approximately|roughly|approx|sometime around|close to|near"),
        (.on, "on|of"),
        (.after, "after|past|following"),
        (.before, "before|ahead of|prior to|earlier than"),
        (.until, "until|up until|till|up till"),
        (
            .through,
            "through|thru|up to and including|until the end of|through to the end of|until after|till after|past the end of|through the end of"
        ),
        (.since, "since|starting|starting at|starting from|as of|beginning|effective"),
        (.from, "from|start at|starts at|begin at|starting"),
        (.forLength, "for|for another|for about|for the next|over the next|for a"),
        (.inside, "in|within|during|in the next|over the course of|inside|throughout"),
        (.once, "once"),
    ]

    private static let limits: [(Sense, String)] = [
        (
            .indefinitely,
            "until further notice|indefinitely|until i say so|until i say otherwise|until told otherwise|for now|for the time being"
                + "|until i say|till i say so|for the moment|until notified|until i resume|until i turn it back on|with no end date"
                + "|open ended|until we say so|until we say otherwise|until i tell you|until i tell you otherwise|without an end date|forever"
                + "|until you hear from me|until i'm back|for the foreseeable future|until otherwise notified|for an indefinite time|with no end"
        ),
        (
            .restOfDay,
            "rest of the day|for the rest of the day|remainder of the day|for today|for the remainder of the day|until the end of the day"
                + "|until end of day|through the end of the day|the rest of today|for the rest of today|until the day is over"
                + "|through today|remainder of today|through tonight|until midnight tonight"
        ),
        (
            .restOfWeek,
            "rest of the week|for the rest of the week|for the remainder of the week|remainder of the week|through the week|until the end of the week|until end of week|through the end of the week|until the end of this week|until eow"
        ),
        (
            .restOfMonth,
            "rest of the month|for the rest of the month|for the remainder of the month|remainder of the month|for the rest of this month|until the end of the month|until end of month|through the end of the month|to the end of the month|until month end|until the end of this month|until eom|until the month is over|through month end"
        ),
        (
            .endOfMonth,
            "end of the month|end of month|month end|eom|end of this month|monthend|the month is over|month is out"
        ),
        (.endOfWeek, "end of the week|end of week|eow|end of this week|week is over|week is out"),
        (
            .endOfYear,
            "until the end of the year|until end of year|until year end|through the end of the year|until the end of this year|end of the year|end of year|year end|end of this year|rest of the year|for the rest of the year|new year"
        ),
        (
            .overWeekend,
            "over the weekend|for the weekend|during the weekend|through the weekend|over this weekend|for this weekend|all weekend|until after the weekend|after the weekend|till after the weekend"
        ),
        (.nextMonth, "next month"),
        (.nextYear, "next year"),
        (.thisWeekend, "this weekend|this coming weekend|the coming weekend|coming weekend|next weekend"),
        (.weekendNoun, "the weekend"),
        (.nextWeek, "next week|the coming week|coming week|the following week|the week ahead"),
        (.thisWeek, "this week"),
    ]

    private static let fields: [(Sense, String)] = [
        (
            .critical,
            "critical|high|urgent|top priority|high priority|highest priority|priority high|mission critical|very important|important"
                + "|priority critical|critical priority|max priority|maximum priority|business critical|priority urgent|priority 1|p1|p0|priority one|number one priority|highest|high importance|priority top|topmost priority|top"
        ),
        (
            .normal,
            "normal|normal priority|priority normal|default priority|regular priority|standard priority|medium priority|medium|ordinary priority|usual priority|average priority|category normal|priority medium|p2"
        ),
        (
            .low,
            "low|low priority|priority low|lowest priority|not important|unimportant|minor|bottom priority|lowest|not urgent|low importance|not a priority|p3|p4|non critical|noncritical|non urgent|not critical|least important|not that important|not very important"
        ),
        (.priority, "priority|category|priority to|category to|importance|urgency|severity|priority level"),
        (
            .mute,
            "stop alerting|stop paging|stop notifying|no alerts|no notifications|no pages|mute|silence|stop alerts|stop notifications"
                + "|dont alert|dont page|dont notify|mute alerts|silence alerts|stop pinging|no more alerts|dont ping|stop bothering"
                + "|dont bother|stop the alerts|stop the notifications|turn off alerts|turn off notifications|disable alerts|disable notifications"
                + "|stop emailing|no more pages|no more notifications|quit paging|quit alerting|quit notifying|stop waking|dont wake|stop nagging"
                + "|mute notifications|silence notifications|stop spamming|stop sending alerts|stop sending notifications|no more paging|dont send alerts"
                + "|dont send notifications|without alerts|no failure alerts|stop failure alerts|turn alerts off|turn notifications off|suppress alerts"
                + "|suppress notifications|alerts off|notifications off|switch off alerts|switch off notifications|dont nag|shut up about|be quiet about"
                + "|stop failure notifications|no paging|stop messaging|never page|never alert|never notify|not alert|not page|not notify|kill the alerts|kill alerts|pause alerts|cut the alerts|stop sending pages|stop texting|stop calling|stop complaining|cut notifications|switch alerts off"
        ),
        (
            .noTimeout,
            "no timeout|take the timeout off|take off the timeout|turn the timeout off|no time limit|remove the timeout|without timeout|without a timeout|no time out|remove the time limit|drop the timeout"
                + "|never time out|unlimited time|disable the timeout|clear the timeout|unlimited runtime|dont time out|take as long as it needs"
                + "|no limit on runtime|no runtime limit|turn off the timeout|as long as it needs|as long as it takes|lift the timeout|timeout off"
                + "|get rid of the timeout|lift the time limit|without a time limit|without time limit|run as long as it likes|dont ever time out|cancel the timeout|remove time limit|switch off the timeout|delete the timeout|timeout none|no max runtime|no maximum runtime|unset the timeout|dont limit the runtime|let run forever|no deadline|drop the time limit|scrap the timeout|run as long as necessary|never kill|dont kill|unlimited timeout|infinite timeout|timeout to none"
        ),
        (
            .timeout,
            "timeout|increase the timeout|raise the timeout|reduce the timeout|lower the timeout|extend the timeout|shorten the timeout|decrease the timeout|bump the timeout|cut the timeout|time out|time limit|max runtime|maximum runtime|give|limit to|cap at|runtime limit|longer than|more than"
                + "|time out after|timeout after|limit the runtime to|allow|allow up to|run time limit|cap|takes longer than|runs longer than"
                + "|takes more than|runs more than|max run time|maximum run time|goes over|exceeds|run for at most|let run for|let run for up to"
                + "|cap the runtime at|limit runtime to|run for up to|timeout of|time limit of|max duration|maximum duration|is still running after|not done after|not finished after|limit each run to|cap each run at|run for no longer than|run for no more than|runtime|deadline|hangs for|at most|no longer than|no more than|hard stop at|past|limit run time to|limit runs to|cap runs at|it takes over|takes over|not done in|not finished in|not done within|not finished within|let it take up to|take up to|let it take|up to|isn't done in|isn't done after|isn't finished after|isn't finished in|stuck for|allowed to run"
        ),
        (
            .killWord,
            "kill it if|kill if|abort if|stop if|terminate if|stop it if|kill when|abort when|end if|cancel if|time out if|kill anything|kill runs|abort runs|kill any run|kill hung runs|kill it when|kill once"
        ),
        (
            .killAfter,
            "kill after|abort after|terminate after|stop after|give up after|cancel after|die after|bail after|bail out after|cut off after|kill at|end after|quit after|kill off after|force stop after|kill run after|kill the run after|stop the run after|shut down after|abort the run after|hard kill after|interrupt after|cut off at|give up at|fail after|stop waiting after"
        ),
        (
            .overlapSkip,
            "no two at once|overlap to skip|set overlap to skip|overlap policy skip|one at a time|no overlap|dont overlap|skip if still running|no overlapping|never overlap|never two at once"
                + "|skip if the previous is still running|skip if the last one is still running|skip if already running|no parallel runs|no concurrent runs"
                + "|skip if previous still running|skip if it's still running|skip if the previous run is still running|only one at a time|no overlapping runs"
                + "|dont let them overlap|dont allow overlap|forbid overlap|skip when still running|skip if the last run is still running|dont start if still running"
                + "|dont run if still running|dont run two at once|never run two at once|skip if the previous one is still running|no concurrency|dont run in parallel"
                + "|skip overlapping runs|skip if one is already running|not two at once|forbid concurrent runs|prevent overlap|dont start a second|prevent overlapping runs|not in parallel|skip if busy|skip it if the last one is still running|dont run concurrently|no simultaneous runs|skip if running|dont stack|not at the same time|no doubling up|only one at once|one run at a time|no more than one at a time|at most one at a time|single instance|disallow overlap|skip on overlap|overlap skip|never concurrently|never in parallel|never at the same time|dont start a new one if still running|skip if the last is still running|dont start while another is running|dont start another|never more than one at a time|avoid overlap|avoid overlaps|no overlaps|skip if still going|skip if last one is still going|skip if the previous one hasn't finished|skip if the last one hasn't finished|skip if the last run hasn't finished|skip if the previous run hasn't finished|dont start if the previous one is still running|dont start if the last one is still running|dont run if already running|dont run if the previous one is still running|not more than one at a time|dont allow overlapping runs|dont allow concurrent runs|skip while running|skip while still running|don't double up"
        ),
        (
            .overlapQueue,
            "wait for the last one|overlap to queue|set overlap to queue|overlap policy queue|queue|queue up|queue runs|wait for the previous one|wait for the previous run|wait for the last run|wait its turn"
                + "|wait for the last one to finish|wait for the previous one to finish|wait for the previous run to finish|wait until the last one finishes"
                + "|wait until the previous one finishes|wait until the previous run finishes|wait until the last one is done|wait until the previous one is done"
                + "|wait in line|line up|queue behind|wait for the last run to finish|queue if still running|wait if still running|wait for previous|queue behind the last one"
                + "|wait for previous run|wait until previous finishes|wait till the last one is done|wait till the previous one finishes|let them queue|let queue|wait for the running one|queue if running|queue if busy|wait if the last one is still running|wait if busy|queue on overlap|overlap queue|stand in line|wait for it to finish first|wait until the last run finishes|wait for last one|wait for last run|queue behind the previous one|queue after the last one|queue behind the previous run|wait for the prior run|wait for the previous one to complete|wait for the last one to complete|queue if the last one is still running|queue if the previous one is still running|hold until the last one finishes|wait for the current run to finish|wait for the current one to finish|wait for the last one to be done|queue overlapping runs|wait until the last one has finished|wait until the previous one has finished|wait until the previous run has finished|wait until the last run has finished|wait till the last one finishes|start after the last one finishes|run after the last one finishes"
        ),
        (
            .overlapAllow,
            "let them overlap|overlapping|overlap to allow|set overlap to allow|overlap policy allow|allow overlap|overlapping is fine|overlap is fine|in parallel|concurrently|allow overlapping|allow parallel runs|can overlap"
                + "|let overlap|allow concurrent runs|may overlap|overlap is ok|run in parallel|allow overlaps|overlapping is ok|ok to overlap|overlap allowed"
                + "|fine to overlap|overlapping runs are fine|overlapping runs are ok|simultaneously|permit overlap|allow simultaneous runs|allow concurrency|overlaps are fine|overlap|parallel runs are fine|parallel is fine|concurrent runs are fine|overlap is okay|overlapping allowed|run side by side|side by side|overlapping is okay|allow overlapping runs|concurrent runs ok|parallel runs ok|parallel ok|runs can overlap|allow multiple at once|several at once|two at once is fine|allow two at once|dont wait for the last one|dont wait for the previous one|dont wait for the previous run|at the same time is fine|overlaps are ok|overlap ok|run concurrently|allow parallel|ok for runs to overlap|overlapping runs ok|runs may overlap|multiple at once is fine|even if still running|even if the last one is still running|even if the previous one is still running|start even if still running|regardless of the last one"
        ),
    ]

    private static let rules: [(Sense, String)] = [
        (
            .thisRun,
            "this one|this run|this occurrence|this execution|this instance|this particular run|this specific run|the selected run|this time|this event|just this|only this|this slot|this one run|the clicked one|that one|that run|this single run|this single occurrence"
        ),
        (
            .justOnce,
            "just this once|only this once|this once|just for once|one time only|just the once|just one time|only one time|this time only|just this time|only this time|for this run only|just for this run|just this one|only this one|just this run|only this run|this one only|this run only|this one time|as a one off"
        ),
        (
            .nextRun,
            "next run|next one|next beat|next check|next occurrence|next execution|upcoming run|next scheduled run|upcoming one|following run|coming run|next time|next instance"
        ),
        (.lastRun, "last run|previous run|last one|last time"),
        (.runNoun, "run"),
        (
            .oneTime,
            "one time job|one off job|one shot|oneshot|one time run|single run|one time task|one time only job|one time|one off schedule|one time schedule|only once ever|one shot job|one time thing|one time event"
        ),
        (.onlyToday, "only today|just today|today only|just for today"),
        (
            .businessHours,
            "working hours|business hours|office hours|work hours|in working hours|during the workday|the working day|business day hours|working day|during the working day"
        ),
        (
            .nightHours,
            "night hours|overnight|the night time|at nighttime|nighttime|night time|through the night|during the night|in the night|all night|nocturnal|overnight hours"
        ),
        (.dayHours, "daytime|day time|during the day|in the day time|daylight hours"),
        (
            .roundTheClock,
            "around the clock|round the clock|24 7|24/7|24x7|day and night|all hours|all the time|night and day|24 hours a day|always on|at all hours|non stop|nonstop|any time of day|at any time|anytime|all day and night|all day every day|all day long|24h"
        ),
        (
            .removeHours,
            "remove the active hours|no active hours|drop the active hours|clear the active hours|without active hours|no hours|remove the hours"
                + "|no hour limit|remove active hours|lift the hours|no quiet hours|remove the window|drop the window|get rid of the active hours|remove the time window|delete the active hours|disable the active hours|turn off the active hours|lift the active hours|reset the active hours|ignore the active hours|unset the active hours|no hour restriction|remove the hour restriction|remove the time restriction|no time restriction|remove the restriction|unlimited hours|no window|no time window|clear the window|clear the hours|scrap the active hours|forget the active hours|remove the quiet hours|no restrictions on hours|take off the active hours|cancel the active hours"
        ),
        (.activeHours, "active hours|hours|the window|active window|active time|time window"),
        (.intervalNoun, "interval|frequency|cadence|interval of|at an interval of|period of"),
        (
            .onTheHour,
            "on the hour|top of the hour|at the top of the hour|top of every hour|top of each hour|on the dot every hour"
        ),
        (
            .twiceAsOften,
            "twice as often|double the frequency|twice as frequently|double how often|double the rate|at twice the rate|twice the frequency|twice as much|at double the rate|twice as fast|double frequency|doubly often|twice the rate|twice as many times"
        ),
        (
            .halfAsOften,
            "half as often|halve the frequency|half as frequently|half the frequency|half the rate|at half the rate|halve the rate|half as much|half as fast|halve how often|half frequency|half as many times"
        ),
        (.asOften, "as often|as frequently|times as often"),
        (
            .time,
            "all times|all the times|both times|the times|time of day|the time|run time|start time|clock time|time slot"
        ),
        (.days, "the days|days of the week|the day of the week|weekly pattern"),
        (.timezone, "timezone|time zone|tz|zone|the clock"),
        (
            .localTime,
            "my time|local time|my local time|my timezone|my time zone|our time|my zone|our timezone|where i am|my own time"
        ),
    ]

    private static let refused: [(Sense, String)] = [
        (
            .harmless,
            "email|let me know|tell|inform|and report back|send|ping|cc|slack|message|text|drop a line|notify|call|remind|post|confirm|keep me posted|log|write|keep an eye on|page|alert|warn|copy"
        ),
        (
            .refuse(.event),
            "if|unless|when|whenever|depending|provided|assuming|in case|every time|as long as|upon|conditional|conditionally|only when|once the|"
                + "as soon as|while|retry|retries|try again|attempt|attempts|re try|on failure|on success|on error|if it fails|on completion|"
                + "dependent|depends on|triggered by|chain|in sequence|right after the|immediately after the|randomly|random|sometimes|occasionally|backoff|in the event"
        ),
        (
            .refuse(.otherJobs),
            "all jobs|every job|all the jobs|other job|other jobs|everything|all schedules|all of them|all of the jobs|everything else|both jobs|all cron jobs"
                + "|all tasks|all heartbeats|other schedules|the others|whole calendar|every schedule|each job|all the schedules|all other|the other one|rest of the jobs|another job|any job|all our jobs|all my jobs|all heartbeat|every heartbeat|entire calendar|every task|both of them|the other heartbeat|the other schedule|the rest of them|a new job|new schedule|another schedule|new heartbeat|new job|create|duplicate|clone|swap with"
        ),
        (
            .refuse(.delete),
            "delete|erase|destroy|remove the job|remove this job|purge|wipe|get rid of this job|delete forever|remove this schedule|remove the schedule|trash|nuke|drop the job|drop this job|remove it entirely|remove it completely|throw away|remove this heartbeat|get rid of the job|remove it from the calendar|remove this from the calendar|remove permanently|get rid of it|remove this task|remove this"
        ),
        (
            .refuse(.work),
            "command|owner|recipient|recipients|run as root|run as user|script|argument|arguments|parameter|parameters|environment|env|workspace|working directory|folder|directory|prompt|channel|assign to|assign|reassign|description|webhook|url|password|secret|token|user|as root|hand over to|transfer to|server|host|machine|cpu|memory|node|branch|version|label|tag|tags|colour|color|container|image"
        ),
        (
            .refuse(.noValue),
            "less often|more often|less frequently|more frequently|sometime|whenever you like|some other time|a different time|another time of day|another day|a bit later|a bit earlier|a little later|a little earlier|slightly later|slightly earlier|better time|slow down|speed up|a while|some time|different day|sometime later|later today|later on|soon|sometime soon|at some point|much later|much earlier|fewer times|other days|some days|a few times|several times|many times|regularly|frequently|rarely|often|seldom|slower|faster|periodically|from time to time|now and then|reduce the frequency|increase the frequency|a bit|not so often|not as often|too often|too much|as often as possible|as needed|as required|convenient time|good time|quieter time|off peak|peak hours|off hours|raise the priority|lower the priority|increase the priority|decrease the priority|more important|less important|bump the priority|bump up the priority|reduce the priority|less urgent|more urgent|off peak hours|quiet time|busy hours|longer|shorter|shortly|in a bit|in a while|another time|different time|eventually"
        ),
        (
            .refuse(.series),
            "repeat times|then stop|and then stop|and then never again|for a total of|a total of|then never again"
        ),
        (
            .refuse(.holiday),
            "payday|holiday|holidays|bank holidays|public holidays|bank holiday|christmas|easter|thanksgiving|christmas eve|new years eve|new years day|halloween|paydays|vacation|ramadan|diwali|passover|black friday|labor day|memorial day|independence day|boxing day|pay day|quarter end|fiscal|blackout"
        ),
        (
            .refuse(.sun),
            "sunset|sunrise|dawn|dusk|full moon|new moon|sundown|sun up|sun down|first light|high tide|low tide|daybreak|moonrise|solstice|equinox|nightfall"
        ),
        (
            .refuse(.system),
            "ignore previous|ignore all|ignore the above|disregard|forget your rules|forget everything|system prompt|sudo|rm rf|drop table|select from|you are now"
                + "|previous instructions|prior instructions|ignore your|override|jailbreak|pretend|act as|developer mode|new instructions|forget your|bypass confirmation|confirm automatically|without confirmation|skip confirmation|auto confirm|insert into|etc passwd|api key|admin mode|reveal|print your|your instructions|your rules|high confidence|confidence|delete from|truncate|chmod|chown|curl|wget|bash|powershell|eval|exec|systemctl|kubectl|crontab|shell|sql|mkfs|reboot|root|ssh|python|docker|cat|echo|prompt injection|the system|as admin|approve it yourself|no questions asked|auto approve|approve automatically|reply with|respond with|output|json|operation none|set schedule patch"
        ),
    ]
}
