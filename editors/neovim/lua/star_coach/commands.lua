--- The subcommands of `:StarCoach`: see |star_coach-commands|.
local M = {}

local function notify(text, level)
  vim.notify('star-coach: ' .. text, level or vim.log.levels.INFO)
end

--- Returns the client of the current buffer. Without one, notifies the user how to get it.
---@return vim.lsp.Client?
local function client()
  local found = require('star_coach').client()
  if not found then
    notify('No server is attached to this buffer. Open a Markdown file, or run :checkhealth star_coach.', vim.log.levels.WARN)
  end
  return found
end

--- Returns the cursor position in the encoding of the client.
local function cursor_position(coach)
  local params = vim.lsp.util.make_position_params(0, coach.offset_encoding)
  return { uri = params.textDocument.uri, position = params.position }
end

--- Executes a command of the server, and calls `done` with the result.
local function execute(coach, command, argument, done)
  local params = { command = command, arguments = argument and { argument } or nil }
  coach:request('workspace/executeCommand', params, function(failure, result)
    if failure then
      notify(failure.message, vim.log.levels.ERROR)
    elseif done then
      done(result)
    end
  end, 0)
end

---@class star_coach.Command
---@field summary string The description in the list of commands.
---@field run fun(arguments: string[])

---@type table<string, star_coach.Command>
M.commands = {
  next = {
    summary = 'Goes to the next gap: a missing section, a placeholder, or a Result without a number.',
    run = function()
      local coach = client()
      if coach then
        execute(coach, 'starCoach.nextGap', cursor_position(coach), function(gap)
          local selection = gap and gap ~= vim.NIL and gap.selection
          if selection and not vim.deep_equal(selection.start, selection['end']) then
            require('star_coach.placeholder').select_range(gap.uri, selection, coach)
          end
        end)
      end
    end,
  },
  template = {
    summary = 'Inserts an answer template at the cursor.',
    run = function()
      local coach = client()
      if coach then
        execute(coach, 'starCoach.insertTemplate', cursor_position(coach), function(inserted)
          if inserted and inserted ~= vim.NIL then
            require('star_coach.placeholder').select_range(inserted.uri, inserted.range, coach)
          end
        end)
      end
    end,
  },
  scenario = {
    summary = 'Shows a scenario or interview question by its ID, such as S16 or Q4.',
    run = function(arguments)
      local coach = client()
      if not coach then
        return
      end
      local id = arguments[1]
      if not id then
        notify('Add the ID of a scenario, such as :StarCoach scenario S16.', vim.log.levels.WARN)
        return
      end
      execute(coach, 'starCoach.showScenario', { id = id:upper() })
    end,
  },
  check = {
    summary = 'Checks all drafts of the workspace, not only the open ones.',
    run = function()
      local coach = client()
      if coach then
        execute(coach, 'starCoach.checkWorkspace')
      end
    end,
  },
  fix = {
    summary = 'Applies all safe fixes.',
    run = function()
      if client() then
        vim.lsp.buf.code_action({
          context = { only = { 'source.fixAll.starCoach' }, diagnostics = {} },
          apply = true,
        })
      end
    end,
  },
  lenses = {
    summary = 'Shows or hides the summary lines.',
    run = function()
      require('star_coach.lenses').toggle()
    end,
  },
  hints = {
    summary = 'Shows or hides the speaking time of each section.',
    run = function()
      local coach = client()
      if not coach then
        return
      end
      local shown = vim.lsp.inlay_hint.is_enabled({ bufnr = 0 })
      -- In the server, hints are off by default.
      local settings = vim.tbl_deep_extend('force', coach.settings or {}, { starCoach = { inlayHints = not shown } })
      coach.settings = settings
      coach:notify('workspace/didChangeConfiguration', { settings = settings })
      vim.lsp.inlay_hint.enable(not shown, { bufnr = 0 })
    end,
  },
  restart = {
    summary = 'Restarts the server.',
    run = function()
      require('star_coach.restart').restart()
    end,
  },
  log = {
    summary = "Opens Neovim's LSP log, which includes the messages of the server.",
    run = function()
      vim.cmd.tabnew({ vim.lsp.get_log_path() })
      vim.cmd.normal({ 'G', bang = true })
    end,
  },
}

--- The former names of commands: accepted, but not listed or completed.
local RENAMED = { scaffold = 'template' }

local function names()
  local all = vim.tbl_keys(M.commands)
  table.sort(all)
  return all
end

--- Runs `:StarCoach NAME …`.
function M.run(call)
  local name = call.fargs[1]
  local renamed = RENAMED[name or '']
  if renamed then
    notify(('`:StarCoach %s` is now called `:StarCoach %s`.'):format(name, renamed))
    name = renamed
  end
  local command = M.commands[name or '']
  if command then
    command.run(vim.list_slice(call.fargs, 2))
  elseif name then
    notify(('Unknown command `%s`. Use one of: %s.'):format(name, table.concat(names(), ', ')), vim.log.levels.WARN)
  else
    local lines = vim.tbl_map(function(known)
      return (':StarCoach %-9s %s'):format(known, M.commands[known].summary)
    end, names())
    vim.api.nvim_echo({ { table.concat(lines, '\n') } }, false, {})
  end
end

--- Returns the command names that complete `lead`.
function M.complete(lead, line)
  if line:match('^%s*%S+%s+%S+%s') then
    return {}
  end
  return vim.tbl_filter(function(name)
    return vim.startswith(name, lead)
  end, names())
end

return M
