"""How fast the restaurant is, in one run beside a plain Flask route on the same server.

Standard tools: wrk for one request, websocket-client for phones and boards, Chromium for what a
cook really sees. `make bench` prints a table and writes JSON.
"""
