-- Each line of the file is one cart: cookie, key, total. Each is sent once.
local carts, at = {}, 0

init = function(arguments)
  for line in io.lines(arguments[1]) do
    local cookie, key, total = line:match("(%S+) (%S+) (%S+)")
    carts[#carts + 1] = { cookie, key, total }
  end
end

request = function()
  at = at + 1
  local cart = carts[math.min(at, #carts)]
  local headers = { ["Cookie"] = "guest=" .. cart[1], ["Content-Type"] = "application/x-www-form-urlencoded" }
  return wrk.format("POST", "/orders", headers, "key=" .. cart[2] .. "&seen_total=" .. cart[3])
end

response = function()
  if at > #carts then wrk.thread:stop() end
end

done = function(summary, latency, requests)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format('{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, bad))
end
