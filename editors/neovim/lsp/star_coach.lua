---@brief
--- The configuration of the star-coach language server, found by |vim.lsp.config()| on the runtimepath.

---@type vim.lsp.Config
return {
  cmd = { 'star-coach', 'lsp' },
  filetypes = { 'markdown', 'markdown.mdx', 'mdx', 'pandoc', 'quarto', 'rmd', 'telekasten' },
  -- Neither has to be there: a single file, or a buffer without one, is coached as well.
  root_markers = { 'star-coach.toml', '.git' },
  -- Neovim would hold back each change for 150 ms. The server can take each at once, and what is held back for one that
  -- dies may reach the next one, which knows it already.
  flags = { debounce_text_changes = 0 },
  on_exit = function(code, signal, id)
    require('star_coach.restart').ended(code, signal, id)
  end,
  commands = {
    -- The client runs it itself instead of asking the server, which could only place the cursor.
    ['starCoach.selectPlaceholder'] = function(command, context)
      require('star_coach.placeholder').select(command, context)
    end,
  },
}
