local M = {}

--- The byte column of a position of the protocol, as |cursor()| counts it: from 1.
---@param buffer integer
---@param position lsp.Position
---@param encoding 'utf-8'|'utf-16'|'utf-32'
---@return integer line, integer column
local function cursor_position(buffer, position, encoding)
  local line = vim.api.nvim_buf_get_lines(buffer, position.line, position.line + 1, false)[1] or ''
  return position.line + 1, vim.str_byteindex(line, encoding, position.character, false) + 1
end

--- Selects the placeholder that a fix has just inserted, in Select mode, so that typing replaces it.
---@param command lsp.Command Its one argument is `{ uri, selection }`; the selection is valid after the fix.
---@param context { client_id: integer }
function M.select(command, context)
  local target = command.arguments[1]
  M.select_range(target.uri, target.selection, assert(vim.lsp.get_client_by_id(context.client_id)))
end

--- Selects a range in Select mode.
---@param uri string
---@param range lsp.Range
---@param client vim.lsp.Client Who says so.
function M.select_range(uri, range, client)
  local buffer = vim.uri_to_bufnr(uri)
  if buffer ~= vim.api.nvim_get_current_buf() then
    vim.lsp.util.show_document({ uri = uri, range = range }, client.offset_encoding, { reuse_win = true })
  end

  local line, column = cursor_position(buffer, range.start, client.offset_encoding)
  local end_line, end_column = cursor_position(buffer, range['end'], client.offset_encoding)
  if vim.o.selection ~= 'exclusive' then
    end_column = end_column - 1
  end

  -- Insert mode can only be left by keys, and keys are read after this function has returned: so all of it is keys.
  -- They go before what the writer has typed in the meantime, which then replaces the placeholder.
  local keys = {
    [[<C-\><C-n>]],
    ('<Cmd>call cursor(%d, %d) | normal! zv<CR>v'):format(end_line, end_column),
    ('<Cmd>call cursor(%d, %d)<CR>'):format(line, column),
    -- Select mode; what is typed over goes to no register, for nobody wants a placeholder there.
    '<C-g><C-r>_',
  }
  vim.api.nvim_feedkeys(vim.keycode(table.concat(keys)), 'ni', true)
end

return M
