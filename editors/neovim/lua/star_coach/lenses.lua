--- The state of each answer, as the server's code lenses tell it: shown behind the title, and kept for the statusline.
local M = {}

--- How long after a change the lenses are fetched, in milliseconds: a state that flickers while typing helps nobody.
local PAUSE = 400

---@type table<integer, { lenses: lsp.CodeLens[], timer: uv.uv_timer_t }>
local buffers = {}

local namespace = vim.api.nvim_create_namespace('star_coach.lenses')

--- Whether they are shown in the buffer: `vim.g.star_coach_lenses`, true unless set.
local function shown()
  return vim.g.star_coach_lenses ~= false
end

--- Shows what is known, each behind the line of its answer. Lines that are gone show nothing.
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

--- Fetches the lenses of a buffer once nobody has changed it for a moment.
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

--- Keeps the lenses of a buffer up to date from now on.
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
  -- The server has read the draft, or was told other settings.
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

--- The lens of the answer at the cursor: the last one that stands at or above it.
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
