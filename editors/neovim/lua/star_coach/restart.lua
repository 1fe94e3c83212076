--- Starts the server again, on command or after it died: the draft is in the buffer, so nothing is lost.
local M = {}

--- A server that dies more often than this within the time, in milliseconds, stays dead: it would die again.
local MOST, WITHIN = 5, 180000

--- When it died, as |uv.now()| tells.
local deaths = {}

local SIGTERM = 15

--- Starts it for every buffer that it belongs to, unless it runs.
function M.start()
  vim.lsp.enable('star_coach')
end

--- Called when a server has ended.
---@param code integer
---@param signal integer 15 if Neovim was told to end it.
function M.ended(code, signal)
  if vim.v.exiting ~= vim.NIL or signal == SIGTERM or (code == 0 and signal == 0) then
    return
  end
  local now = vim.uv.now()
  deaths = vim.tbl_filter(function(time)
    return now - time < WITHIN
  end, deaths)
  table.insert(deaths, now)
  local again = #deaths <= MOST
  vim.schedule(function()
    vim.notify(
      again and 'star-coach ended unexpectedly and is started again. Your draft is safe; :StarCoach log may tell why.'
        or 'star-coach keeps ending and stays off. See :StarCoach log, then try :StarCoach restart.',
      vim.log.levels.WARN
    )
  end)
  if again then
    -- At once, but after Neovim has forgotten the one that died, which it does in two steps: an edit of a buffer that has
    -- no client has Neovim stop watching it, and the next client would never hear of any edit (Neovim 0.11.4).
    vim.schedule(function()
      vim.schedule(M.start)
    end)
    vim.defer_fn(M.start, 500)
  end
end

--- Ends it and starts it again.
function M.restart()
  deaths = {}
  for _, client in ipairs(vim.lsp.get_clients({ name = 'star_coach' })) do
    client:stop()
  end
  local gone = vim.wait(3000, function()
    return #vim.lsp.get_clients({ name = 'star_coach' }) == 0
  end, 20)
  if not gone then
    for _, client in ipairs(vim.lsp.get_clients({ name = 'star_coach' })) do
      client:stop(true)
    end
  end
  if gone then
    M.start()
  else
    vim.defer_fn(M.start, 500)
  end
end

return M
