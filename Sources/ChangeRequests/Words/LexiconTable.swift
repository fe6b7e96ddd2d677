import CivilTime

/// The vocabulary: surfaces and what they are read as.
enum LexiconTable {
    struct Line: Sendable {
        var text: String
        var role: WordRole
        var words: String
        var plurals = ""
    }

    static let roles: [Line] = weekdays + months + units + parts + numbers + ordinals

    private static let weekdays: [Line] = [
        Line(text: "sunday", role: .weekday(0), words: "sunday sun", plurals: "sundays suns"),
        Line(text: "monday", role: .weekday(1), words: "monday mon", plurals: "mondays mons"),
        Line(text: "tuesday", role: .weekday(2), words: "tuesday tue tues tu", plurals: "tuesdays"),
        Line(text: "wednesday", role: .weekday(3), words: "wednesday wed weds", plurals: "wednesdays"),
        Line(text: "thursday", role: .weekday(4), words: "thursday thu thur thurs", plurals: "thursdays"),
        Line(text: "friday", role: .weekday(5), words: "friday fri", plurals: "fridays fris"),
        Line(text: "saturday", role: .weekday(6), words: "saturday sat", plurals: "saturdays sats"),
    ]

    private static let months: [Line] = [
        Line(text: "january", role: .month(1), words: "january jan"),
        Line(text: "february", role: .month(2), words: "february feb"),
        Line(text: "march", role: .month(3), words: "march mar"),
        Line(text: "april", role: .month(4), words: "april apr"),
        Line(text: "may", role: .month(5), words: "may"),
        Line(text: "june", role: .month(6), words: "june jun"),
        Line(text: "july", role: .month(7), words: "july jul"),
        Line(text: "august", role: .month(8), words: "august aug"),
        Line(text: "september", role: .month(9), words: "september sep sept"),
        Line(text: "october", role: .month(10), words: "october oct"),
        Line(text: "november", role: .month(11), words: "november nov"),
        Line(text: "december", role: .month(12), words: "december dec"),
    ]

    private static let units: [Line] = [
        Line(text: "second", role: .unit(.second), words: "second sec", plurals: "seconds secs"),
        Line(text: "minute", role: .unit(.minute), words: "minute min mn", plurals: "minutes mins"),
        Line(text: "hour", role: .unit(.hour), words: "hour hr", plurals: "hours hrs"),
        Line(text: "day", role: .unit(.day), words: "day", plurals: "days"),
        Line(text: "week", role: .unit(.week), words: "week wk", plurals: "weeks wks"),
        Line(text: "month", role: .unit(.month), words: "month mo mth", plurals: "months mths"),
        Line(text: "year", role: .unit(.year), words: "year yr", plurals: "years yrs"),
    ]

    private static let parts: [Line] = [
        Line(text: "morning", role: .part(.morning), words: "morning", plurals: "mornings"),
        Line(text: "lunchtime", role: .part(.lunchtime), words: "lunchtime lunch"),
        Line(text: "afternoon", role: .part(.afternoon), words: "afternoon arvo", plurals: "afternoons"),
        Line(text: "endofday", role: .part(.endOfDay), words: "eod cob eob"),
        Line(text: "evening", role: .part(.evening), words: "evening", plurals: "evenings"),
        Line(text: "night", role: .part(.night), words: "night nite", plurals: "nights"),
        Line(text: "tonight", role: .part(.tonight), words: "tonight tonite 2nite"),
    ]

    private static let numbers: [Line] = [
        ("zero", 0), ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7),
        ("eight", 8), ("nine", 9), ("ten", 10), ("eleven", 11), ("twelve", 12), ("thirteen", 13), ("fourteen", 14),
        ("fifteen", 15), ("sixteen", 16), ("seventeen", 17), ("eighteen", 18), ("nineteen", 19), ("twenty", 20),
        ("thirty", 30), ("forty", 40), ("fifty", 50), ("sixty", 60), ("seventy", 70), ("eighty", 80), ("ninety", 90),
    ].map { Line(text: $0.0, role: .number($0.1), words: $0.0) }

    private static let ordinals: [Line] =
        [
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
            "twentieth",
        ].enumerated().filter { $0.offset != 1 }
        .map { Line(text: $0.element, role: .ordinal($0.offset + 1), words: $0.element) }
        + [Line(text: "thirtieth", role: .ordinal(30), words: "thirtieth")]

    /// Spellings and synonyms that read as one word.
    static let synonyms: [(text: String, words: String)] = [
        ("every", "every evry ev evr"), ("each", "each"), ("noon", "noon midday noontime"),
        ("midnight", "midnight midnite"),
        ("am", "am"), ("pm", "pm"), ("oclock", "oclock"),
        ("weekday", "weekday weekdays wkday wkdays workday workdays"),
        ("weekend", "weekend wkend wknd"), ("weekends", "weekends wkends wknds"),
        ("today", "today tday 2day"),
        ("tomorrow", "tomorrow tmrw tmr tomorow tommorow tommorrow tomorro tomoz 2moro 2morrow tmw"),
        ("yesterday", "yesterday"), ("until", "until till til untill"), ("through", "through thru"),
        ("dont", "dont doesnt didnt shouldnt wont cant"), ("not", "not"), ("no", "no"), ("never", "never"),
        ("hourly", "hourly hrly"), ("daily", "daily everyday"), ("weekly", "weekly wkly"),
        ("monthly", "monthly mthly"), ("yearly", "yearly annually"), ("quarterly", "quarterly"),
        ("nightly", "nightly"), ("biweekly", "biweekly fortnightly"), ("fortnight", "fortnight"),
        ("once", "once"), ("twice", "twice"), ("thrice", "thrice"), ("time", "time"), ("times", "times"),
        ("between", "between btw btwn betwixt"), ("and", "and n"), ("or", "or"), ("past", "past"),
        ("half", "half"), ("quarter", "quarter"), ("other", "other alternate"), ("last", "last final"),
        ("job", "job jobs task tasks"), ("schedule", "schedule sched cron cronjob"),
        ("it", "it its"), ("this", "this ths dis"), ("the", "the teh"),
        ("reschedule", "reschedule resched re-schedule rescheduled"),
        ("disable", "disable disabled disabling deactivate deactivated inactivate dsable"),
        ("enable", "enable enabled activate reactivate re-enable reenable reactivated"),
        ("pause", "pause paused pausing suspend suspended freeze frozen"),
        ("resume", "resume resumed unpause unpaused unfreeze unsuspend resuming restart"),
        ("postpone", "postpone postponed delay delayed defer deferred"),
        ("skip", "skip skp skipped skipping omit"), ("drop", "drop exclude excluding"), ("excluded", "excluded"),
        ("move", "move moved mv moving"), ("change", "change changed chg"), ("set", "set"),
        ("run", "run runs running ran execute exec executes"), ("start", "start starts begin begins"),
        ("starting", "starting beginning commencing"),
        ("stop", "stop stops stopping cease halt"),
        ("only", "only solely exclusively"), ("rename", "rename retitle"), ("timeout", "timeout timeouts"),
        ("minus", "minus"), ("utc", "utc"),
        ("critical", "critical crit"), ("urgent", "urgent"), ("priority", "priority prio importance"),
        ("except", "except excepting"), ("asap", "asap"), ("a", "a"), ("an", "an"), ("an", "an"),
        ("in", "in"), ("fire", "fire fires"), ("trigger", "trigger triggers"), ("launch", "launch launches"),
        ("earlier", "earlier sooner"), ("later", "later"), ("another", "another"),
        ("alert", "alert alerting alerts"), ("notify", "notify notifying notifications notification"),
        ("page", "page paging pages"), ("ping", "ping pinging"), ("email", "email emailing mail emails mailing"),
        ("repeat", "repeat repeats repeating"),
    ]

    /// Words that the grammar names besides those of the tables.
    static let grammar =
        "couple few at on to from by after before for of per mid ago now with within during last next coming following "
        + "plus also too second minutes past until m h s d w q x am pm a p t z th st nd rd vs "
        + "interval intervals eastern central mountain pacific est edt cst cdt mst mdt pst pdt gmt zulu business working office hours hour date month-end nearest closest then"

    /// Words that add nothing.
    static let fillers =
        "please pls plz plss kindly hi hey hello yo howdy dear thanks thank thx ty cheers ta the a an can could would "
        + "will you u i we id im ill lets let us me my our need needs needed want wants wanted like wish should shall must to be have has "
        + "it that them they these those there ok okay alright well so um uh er really actually simply maybe perhaps possibly "
        + "have it do does if-possible mind gonna wanna gotta go ahead go get got this job schedule sir mate team guys folks "
        + "buddy all-right thing one request requesting would'd regards sorry quick quickly help hello-there morning-all "
        + "ahead better instead from-now-on rather think guess is are was were am-i been being happen happens happening "
        + "appreciate appreciated much very almanac good-morning see ensure sure scheduled supposed going anymore "
        + "now-on onwards onward forward-on kind tad bit little basically time execution executions occurrence "
        + "as soon possible thats sharp exactly precisely dot flat"

    /// Little words and times of other languages, none of them English.
    static let foreign =
        "cada dia las los el tous les jours jeden jede jedes tag um uhr alle minuten stunden stunde montag dienstag mittwoch "
        + "donnerstag freitag samstag sonntag werktags morgen heute lunes martes miercoles jueves viernes sabado domingo "
        + "hora horas minutos manana por la toda todo todos todas os segunda terca quarta quinta sexta semana lundi mardi "
        + "mercredi jeudi vendredi samedi dimanche chaque heures heure a-la ogni giorno alle ore lunedi martedi mercoledi "
        + "giovedi venerdi sabato domenica elke dag uur maandag dinsdag woensdag donderdag vrijdag zaterdag zondag het "
        + "op codziennie o-godzinie godzina poniedzialek mettre demain arrete arreter pausieren bitte bis verschiebe auf "
        + "anhalten jusqua pausar hasta detener ejecutar ejecuta correr mover mueve cambiar cambia que sur toutes matin soir "
        + "ausfuhren starte starten stoppe stoppen jetzt nicht und oder por-favor favor para deshabilitar desactiva desactivar "
        + "activar pausa execute-le lancer maintenant deplacer decale spostare sposta fermare ferma adesso ora "
        + "stundlich taglich wochentlich monatlich nur bei mit von nach vor zwischen entre y et ou du des une diario "
        + "diariamente semanalmente quotidien quotidiennement varje dagen klockan kl hver dag hver-dag joka paiva ogni-giorno "
        + "setiap hari pukul jam her gun saat har din roz baje meitian rendez-vous maanantai pauzeer zet uit aan iedere"

    /// English words that are not misspellings of anything in the tables.
    static let ordinary =
        "mars right might light moon soon much more most mouth house fight sight tight eight height weight mine many money "
        + "honey moody body lay say pay payday way play bay hay ray fun gun nun son sum mum lime dime tome tame same game "
        + "came name lame fame late lately rate rates fate gate hate mate date dates data list last lost past post cost "
        + "host most mist fist test tests rest best west nest text next port part party start smart chart warn warning "
        + "learning turning burning burn horn born torn corn worn daily diary dairy fairy hair pair fair chair repair "
        + "bread break breaks freak speak weak wake woke take takes taken talk walk make makes making maker lake sake "
        + "fake cake bake save saves wave gave cave have live lives love move prove remove above over ever never fever "
        + "server servers seven even event events given driver drivers river liver silver oven often open close closed "
        + "those these there where here hear heard hard card cards yard word words work works worker workers world worth "
        + "north south mouth youth truth tooth smooth room rooms root roots boot boots foot food good wood mood moor door "
        + "doors floor poor pool cool tool tools fool school full fully pull push rush bush crush brush trash crash flash "
        + "cash wash dash mash bash batch catch match watch patch switch stitch pitch witch which rich reach teach beach "
        + "each peach coach couch touch much such lunch bunch punch launch branch ranch inch finch marching archive "
        + "store stores story storm score core more bore sore shore chore before after later water wafer letter better "
        + "latter matter batter butter cutter center enter winter summer spring string strong song long along among "
        + "belong thing things think thank bank tank rank drank drink link pink sink blink blank black block clock "
        + "clocks flock stock sticks stuck truck track tracks crack back backs pack packs pick picks sick kick quick "
        + "quit quite quiet white write writes wrote note notes vote quote cover lover lower power tower shower flower "
        + "follow fellow yellow below allow allows shallow show shows slow slowly flow grow growth know known now new "
        + "news few view views review reviews interview overview payroll holidays holiday finish finished finance invoice "
        + "invoices report reports reporting deploy deploys deployment backup backups release releases maintenance "
        + "database customer customers users user client clients office offices meeting meetings month-end audit audits "
        + "network storage export exports import imports upload uploads download downloads index indexes cleanup "
        + "traffic load loads loading lead leads human manual manually order orders table tables file files folder "
        + "night-shift please banana purple cheese horse sunrise sunset dawn dusk lunar eclipse winter hungry angry "
        + "gently softly kindness weather rain snow backup monkey donkey hockey money hours-of sandwich unicorn pizza "
        + "coffee team teams boss manager someone anyone everyone everybody nobody something anything nothing "
        + "everything delete deleted status state when while what whats why who how does did fail failed failing fails "
        + "failure success successful successfully error errors retry retries again against ago age page pages stage "
        + "message messages package packages image images garbage usage average storage"
}
