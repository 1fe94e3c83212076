---@brief
--- The configuration of the star-coach language server, found by |vim.lsp.config()| on the runtimepath.

---@type vim.lsp.Config
return {
  cmd = { 'star-coach', 'lsp' },
  filetypes = { 'markdown', 'markdown.mdx', 'mdx', 'pandoc', 'quarto', 'rmd', 'telekasten' },
  -- Neither is required: single files and unnamed buffers are checked, too.
  root_markers = { 'star-coach.toml', '.git' },
  -- By default, Neovim delays changes by 150 ms. A change that is delayed while the server crashes may be sent to the next
  -- server, whose text already includes it.
  flags = { debounce_text_changes = 0 },
  on_exit = function(code, signal, id)
    require('star_coach.restart').ended(code, signal, id)
  end,
  commands = {
    -- Runs in the client, since the server could only move the cursor, not select text.
    ['starCoach.selectPlaceholder'] = function(command, context)
      require('star_coach.placeholder').select(command, context)
    end,
  },
}
