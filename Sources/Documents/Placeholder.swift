enum PlaceholderDocuments {}
import Yams
