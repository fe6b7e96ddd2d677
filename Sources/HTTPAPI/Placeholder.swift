enum PlaceholderHTTPAPI {}
import Hummingbird
import Crypto
