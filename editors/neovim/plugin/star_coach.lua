-- Starts star-coach for Markdown buffers, unless `vim.g.star_coach_disable` was set before plugins are loaded.

if vim.g.loaded_star_coach or vim.g.star_coach_disable then
  return
end
vim.g.loaded_star_coach = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('star-coach requires Neovim 0.11 or newer. Update Neovim, then reopen your draft.', vim.log.levels.WARN)
  return
end

vim.lsp.enable('star_coach')

vim.api.nvim_create_user_command('StarCoach', function(call)
  require('star_coach.commands').run(call)
end, {
  nargs = '*',
  desc = 'Run a star-coach command (see :help star_coach-commands)',
  complete = function(...)
    return require('star_coach.commands').complete(...)
  end,
})

vim.api.nvim_create_autocmd('LspAttach', {
  group = vim.api.nvim_create_augroup('star_coach', { clear = true }),
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'star_coach' then
      require('star_coach.lenses').attach(event.buf)
      if vim.g.star_coach_live ~= false then
        -- The server itself delays findings about the sentence being typed.
        vim.diagnostic.config({ update_in_insert = true }, vim.lsp.diagnostic.get_namespace(client.id))
      end
      -- Lets CTRL-X CTRL-O insert snippets with tab stops. The menu doesn't open automatically.
      vim.lsp.completion.enable(true, client.id, event.buf, { autotrigger = false })
    end
  end,
})
