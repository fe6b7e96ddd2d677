enum PlaceholderRunners {}
import AsyncHTTPClient
import Subprocess
