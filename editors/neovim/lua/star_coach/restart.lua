--- Restarts the server on command or after a crash. The draft is in the buffer, so nothing is lost.
local M = {}

--- After more crashes than this within this time, in milliseconds, the server is not restarted.
local MAX_CRASHES, CRASH_WINDOW = 5, 180000

--- The times of the crashes, from |uv.now()|.
local crashes = {}

local SIGTERM = 15

--- The clients that were stopped by `:StarCoach restart`, by their IDs: each is to be replaced.
local replaced = {}

--- Starts the server for all matching buffers, unless it is running.
function M.start()
  vim.lsp.enable('star_coach')
end

--- Starts the next server before Neovim forgets the one that ended. After an edit of a buffer without a client, not even a
--- starting one, Neovim detaches the buffer, and later clients receive no edits (Neovim 0.11.4). The exit handler runs
--- before Neovim's own cleanup.
local function start_next()
  vim.schedule(M.start)
end

--- Handles the exit of a server.
---@param code integer
---@param signal integer 15 if Neovim terminated it.
---@param id integer The ID of its client.
function M.ended(code, signal, id)
  if replaced[id] then
    replaced[id] = nil
    return start_next()
  end
  if vim.v.exiting ~= vim.NIL or signal == SIGTERM or (code == 0 and signal == 0) then
    return
  end
  local now = vim.uv.now()
  crashes = vim.tbl_filter(function(time)
    return now - time < CRASH_WINDOW
  end, crashes)
  table.insert(crashes, now)
  local again = #crashes <= MAX_CRASHES
  if again then
    start_next()
  end
  vim.schedule(function()
    vim.notify(
      again and 'star-coach crashed and was restarted. Your draft is safe. See :StarCoach log for the cause.'
        or 'star-coach keeps crashing and was stopped. See :StarCoach log, then try :StarCoach restart.',
      vim.log.levels.WARN
    )
  end)
end

--- Restarts the server.
function M.restart()
  crashes = {}
  local clients = vim.lsp.get_clients({ name = 'star_coach' })
  for _, client in ipairs(clients) do
    replaced[client.id] = true
    client:stop()
    -- Force a server to stop that does not exit when asked.
    vim.defer_fn(function()
      if replaced[client.id] then
        client:stop(true)
      end
    end, 3000)
  end
  if #clients == 0 then
    M.start()
  end
end

return M
