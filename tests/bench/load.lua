-- Asks one address after another, from a file; says at the end how it went, as one line of JSON.
--   wrk ... -s load.lua URL -- FILE

local paths = {}
local at = 0

function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  at = math.random(#paths)
  wrk.headers["Accept"] = "application/sparql-results+json"
  wrk.headers["Accept-Encoding"] = "identity"
end

function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end

function done(summary, latency, requests)
  local failed = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "bytes": %d, "p50": %.3f, "p95": %.3f, "p99": %.3f, "most": %.3f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    failed.connect + failed.read + failed.write + failed.status + failed.timeout))
end
