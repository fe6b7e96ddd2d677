extension Migration {
    /// Ends are counted by who writes them (`ChangeWriter`): these triggers had SQLite journal each update by itself, which
    /// made the end of a run half again as dear.
    static let counting = Migration(
        number: 3, name: "0003_counting",
        sql: """
            DROP TRIGGER runs_recounted;
            DROP TRIGGER runs_not_counted_there;
            """)
}
