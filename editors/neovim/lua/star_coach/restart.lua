--- Starts the server again, on command or after it died: the draft is in the buffer, so nothing is lost.
local M = {}

--- A server that dies more often than this within the time, in milliseconds, stays dead: it would die again.
local MOST, WITHIN = 5, 180000

--- When it died, as |uv.now()| tells.
local deaths = {}

local SIGTERM = 15

--- The clients that were ended on command, by their ids: another server is wanted in their place.
local unwanted = {}

--- Starts it for every buffer that it belongs to, unless it runs.
function M.start()
  vim.lsp.enable('star_coach')
end

--- Starts the next server before Neovim forgets the one that ended: an edit of a buffer that has no client, not even one
--- to be, has Neovim stop watching it, and no later client would hear of any edit (Neovim 0.11.4). Called while one ends,
--- this is ahead of what Neovim does about it.
local function succeed()
  vim.schedule(M.start)
end

--- Called when a server has ended.
---@param code integer
---@param signal integer 15 if Neovim was told to end it.
---@param id integer That of its client.
function M.ended(code, signal, id)
  if unwanted[id] then
    unwanted[id] = nil
    return succeed()
  end
  if vim.v.exiting ~= vim.NIL or signal == SIGTERM or (code == 0 and signal == 0) then
    return
  end
  local now = vim.uv.now()
  deaths = vim.tbl_filter(function(time)
    return now - time < WITHIN
  end, deaths)
  table.insert(deaths, now)
  local again = #deaths <= MOST
  if again then
    succeed()
  end
  vim.schedule(function()
    vim.notify(
      again and 'star-coach ended unexpectedly and is started again. Your draft is safe; :StarCoach log may tell why.'
        or 'star-coach keeps ending and stays off. See :StarCoach log, then try :StarCoach restart.',
      vim.log.levels.WARN
    )
  end)
end

--- Ends it and starts it again.
function M.restart()
  deaths = {}
  local clients = vim.lsp.get_clients({ name = 'star_coach' })
  for _, client in ipairs(clients) do
    unwanted[client.id] = true
    client:stop()
    -- One that does not end when it is asked to is not asked.
    vim.defer_fn(function()
      if unwanted[client.id] then
        client:stop(true)
      end
    end, 3000)
  end
  if #clients == 0 then
    M.start()
  end
end

return M
