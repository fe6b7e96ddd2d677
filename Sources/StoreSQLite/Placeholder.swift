enum PlaceholderStoreSQLite {}
import GRDB
