--- Summary lines: the server's code lenses, shown after the titles of answers, and kept for the statusline.
local M = {}

--- The delay before lenses are fetched after a change, in milliseconds, so that they don't flicker while typing.
local PAUSE = 400

---@type table<integer, { lenses: lsp.CodeLens[], timer: uv.uv_timer_t }>
local buffers = {}

local namespace = vim.api.nvim_create_namespace('star_coach.lenses')

--- Whether lenses are shown: `vim.g.star_coach_lenses`, true by default.
local function shown()
  return vim.g.star_coach_lenses ~= false
end

--- Shows the fetched lenses of a buffer, each at the end of its line. Skips lines that no longer exist.
local function draw(buffer)
  vim.api.nvim_buf_clear_namespace(buffer, namespace, 0, -1)
  if not shown() then
    return
  end
  local last = vim.api.nvim_buf_line_count(buffer) - 1
  for _, lens in ipairs(buffers[buffer].lenses) do
    local line = lens.range.start.line
    if lens.command and line <= last then
      vim.api.nvim_buf_set_extmark(buffer, namespace, line, 0, {
        virt_text = { { '  ' .. lens.command.title, 'LspCodeLens' } },
        virt_text_pos = 'eol',
        hl_mode = 'combine',
      })
    end
  end
end

local function fetch(buffer)
  local client = vim.api.nvim_buf_is_loaded(buffer) and require('star_coach').client(buffer)
  if not client or not client:supports_method('textDocument/codeLens', buffer) then
    return
  end
  local params = { textDocument = vim.lsp.util.make_text_document_params(buffer) }
  client:request('textDocument/codeLens', params, function(failure, lenses)
    if failure or not buffers[buffer] or not vim.api.nvim_buf_is_loaded(buffer) then
      return
    end
    buffers[buffer].lenses = vim.tbl_filter(function(lens)
      return lens.command ~= nil
    end, lenses or {})
    draw(buffer)
    vim.cmd.redrawstatus()
  end, buffer)
end

--- Fetches the lenses of a buffer after a pause in changes.
---@param buffer integer
function M.refresh(buffer)
  local known = buffers[buffer]
  if known then
    known.timer:start(PAUSE, 0, vim.schedule_wrap(function()
      if buffers[buffer] then
        fetch(buffer)
      end
    end))
  end
end

--- Shows or hides the lenses in all buffers.
function M.toggle()
  vim.g.star_coach_lenses = not shown()
  for buffer in pairs(buffers) do
    draw(buffer)
  end
end

--- Starts to keep the lenses of a buffer up to date.
---@param buffer integer
function M.attach(buffer)
  if buffers[buffer] then
    fetch(buffer)
    return
  end
  buffers[buffer] = { lenses = {}, timer = assert(vim.uv.new_timer()) }
  local group = vim.api.nvim_create_augroup('star_coach.lenses.' .. buffer, { clear = true })
  local function on(events, callback)
    vim.api.nvim_create_autocmd(events, { group = group, buffer = buffer, callback = callback })
  end
  on({ 'TextChanged', 'TextChangedI', 'TextChangedP' }, function()
    M.refresh(buffer)
  end)
  -- The server has analyzed the draft, or its settings have changed.
  on({ 'DiagnosticChanged', 'InsertLeave', 'BufWritePost' }, function()
    M.refresh(buffer)
  end)
  on({ 'LspDetach' }, function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'star_coach' then
      buffers[buffer].lenses = {}
      draw(buffer)
    end
  end)
  on({ 'BufUnload' }, function()
    buffers[buffer].timer:close()
    buffers[buffer] = nil
    vim.api.nvim_del_augroup_by_id(group)
  end)
  fetch(buffer)
end

--- Returns the text of the lens for the answer at the cursor: the last one at or above the cursor.
---@return string
function M.status()
  local known = buffers[vim.api.nvim_get_current_buf()]
  if not known then
    return ''
  end
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  local found = ''
  for _, lens in ipairs(known.lenses) do
    if lens.range.start.line <= line then
      found = lens.command.title
    end
  end
  return found
end

return M
