local M = {}

--- Converts an LSP position to a line and a byte column for |cursor()|, both from 1.
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
---@param client vim.lsp.Client The client whose encoding the range has.
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

  -- Only keys can leave Insert mode, and keys are read after this function returns, so every step is a key. They come
  -- before keys that were typed meanwhile, so that those replace the placeholder.
  local keys = {
    [[<C-\><C-n>]],
    ('<Cmd>call cursor(%d, %d) | normal! zv<CR>v'):format(end_line, end_column),
    ('<Cmd>call cursor(%d, %d)<CR>'):format(line, column),
    -- Select mode. The replaced placeholder goes to no register.
    '<C-g><C-r>_',
  }
  vim.api.nvim_feedkeys(vim.keycode(table.concat(keys)), 'ni', true)
end

return M
