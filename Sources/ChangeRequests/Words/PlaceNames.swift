package import CivilTime

/// Places that people name a zone by: cities of the zone database, countries of one zone, larger cities without a zone
/// of their own, and the names of the zones of the United States.
package struct PlaceNames: Sendable {
    /// "new york" → "America/New_York".
    private let zones: [String: String]
    /// Words that begin a name.
    private let firstWords: Set<String>
    let words: Set<String>

    package init(_ database: ZoneDatabase) {
        let names = database.names
        let known = Set(names)
        var zones: [String: String] = [:]
        for (places, zone) in Self.table where known.contains(zone) {
            for place in places.split(separator: "|") { zones[String(place)] = zone }
        }
        for name in names {
            guard let slash = name.lastIndex(of: "/"), !Self.isGrouping(name) else { continue }
            let place = name[name.index(after: slash)...].lowercased().split(separator: "_").joined(separator: " ")
            if Self.ordinary.contains(place) || place.utf8.contains(where: { $0 < 97 && $0 != 32 || $0 > 122 }) {
                continue
            }
            zones[place] = zones[place] ?? name
        }
        self.zones = zones
        firstWords = Set(zones.keys.compactMap { $0.split(separator: " ").first.map(String.init) })
        words = Set(zones.keys.flatMap { $0.split(separator: " ").map(String.init) })
    }

    /// The zone of the longest name that the words begin with, and how many words it has.
    func zone(startingWith words: some Sequence<String>) -> (zone: String, count: Int)? {
        var text = ""
        var count = 0
        var best: (String, Int)?
        for word in words.prefix(4) {
            if count == 0, !firstWords.contains(word) { return nil }
            text += count == 0 ? word : " " + word
            count += 1
            if let zone = zones[text] { best = (zone, count) }
        }
        return best
    }

    private static func isGrouping(_ name: String) -> Bool {
        ["US/", "Etc/", "Canada/", "Mexico/", "Brazil/", "Chile/", "SystemV/"].contains { name.hasPrefix($0) }
    }

    /// Places that are common words of requests.
    private static let ordinary: Set<String> = [
        "wake", "center", "east", "west", "north", "south", "general", "easter", "midway", "troll", "act", "lhi", "nsw",
        "casey", "davis", "vincennes", "knox", "monticello", "louisville", "vostok", "chatham", "acre",
    ]

    private static let table: [(String, String)] = [
        (
            "new york|nyc|boston|washington dc|miami|atlanta|philadelphia|orlando|new york city|manhattan",
            "America/New_York"
        ),
        ("chicago|dallas|houston|austin|minneapolis|st louis|new orleans|san antonio", "America/Chicago"),
        ("denver|salt lake city|colorado|boulder", "America/Denver"),
        (
            "los angeles|la|san francisco|seattle|california|san diego|portland|las vegas|silicon valley|sf",
            "America/Los_Angeles"
        ),
        ("toronto|ottawa|montreal", "America/Toronto"), ("phoenix|arizona", "America/Phoenix"),
        ("hawaii|honolulu", "Pacific/Honolulu"),
        (
            "london|uk|united kingdom|england|britain|great britain|scotland|wales|manchester|edinburgh|gb",
            "Europe/London"
        ),
        ("ireland|dublin", "Europe/Dublin"), ("germany|berlin|munich|frankfurt|hamburg|cologne", "Europe/Berlin"),
        ("france|paris", "Europe/Paris"), ("spain|madrid|barcelona", "Europe/Madrid"),
        ("italy|rome|milan", "Europe/Rome"), ("netherlands|holland|amsterdam|the netherlands", "Europe/Amsterdam"),
        ("belgium|brussels", "Europe/Brussels"), ("switzerland|zurich|geneva", "Europe/Zurich"),
        ("austria|vienna", "Europe/Vienna"), ("sweden|stockholm", "Europe/Stockholm"), ("norway|oslo", "Europe/Oslo"),
        ("denmark|copenhagen", "Europe/Copenhagen"), ("finland|helsinki", "Europe/Helsinki"),
        ("poland|warsaw|krakow", "Europe/Warsaw"), ("czechia|czech republic|prague", "Europe/Prague"),
        ("hungary|budapest", "Europe/Budapest"), ("greece|athens", "Europe/Athens"),
        ("portugal|lisbon", "Europe/Lisbon"), ("turkey|istanbul|ankara", "Europe/Istanbul"),
        ("moscow", "Europe/Moscow"),
        ("romania|bucharest", "Europe/Bucharest"), ("ukraine|kyiv|kiev", "Europe/Kyiv"),
        ("india|kolkata|mumbai|delhi|new delhi|bangalore|bengaluru|chennai|calcutta|hyderabad|pune", "Asia/Kolkata"),
        ("japan|tokyo|osaka|kyoto|jst", "Asia/Tokyo"), ("china|shanghai|beijing|shenzhen", "Asia/Shanghai"),
        ("hong kong", "Asia/Hong_Kong"), ("taiwan|taipei", "Asia/Taipei"), ("korea|south korea|seoul", "Asia/Seoul"),
        ("singapore|sgt", "Asia/Singapore"), ("thailand|bangkok", "Asia/Bangkok"),
        ("vietnam|hanoi|saigon", "Asia/Ho_Chi_Minh"),
        ("philippines|manila", "Asia/Manila"), ("dubai|uae|abu dhabi", "Asia/Dubai"),
        ("israel|tel aviv|jerusalem", "Asia/Jerusalem"),
        ("pakistan|karachi", "Asia/Karachi"), ("nepal|kathmandu", "Asia/Kathmandu"), ("bangladesh|dhaka", "Asia/Dhaka"),
        ("saudi arabia|riyadh", "Asia/Riyadh"), ("iran|tehran", "Asia/Tehran"),
        ("sydney|aest|canberra", "Australia/Sydney"), ("melbourne", "Australia/Melbourne"),
        ("brisbane", "Australia/Brisbane"),
        ("perth", "Australia/Perth"), ("adelaide", "Australia/Adelaide"),
        ("auckland|new zealand|wellington|nz", "Pacific/Auckland"),
        ("sao paulo|são paulo|rio|rio de janeiro", "America/Sao_Paulo"),
        ("buenos aires|argentina", "America/Argentina/Buenos_Aires"),
        ("mexico city", "America/Mexico_City"), ("bogota|colombia", "America/Bogota"), ("lima|peru", "America/Lima"),
        ("cairo|egypt", "Africa/Cairo"), ("nairobi|kenya", "Africa/Nairobi"), ("lagos|nigeria", "Africa/Lagos"),
        ("johannesburg|south africa|cape town", "Africa/Johannesburg"), ("iceland|reykjavik", "Atlantic/Reykjavik"),
    ]
}
