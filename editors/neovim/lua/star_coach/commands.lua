--- What `:StarCoach` does: see |star_coach-commands|.
local M = {}

local function tell(text, level)
  vim.notify('star-coach: ' .. text, level or vim.log.levels.INFO)
end

--- The client of the current buffer; tells the writer what to do if there is none.
---@return vim.lsp.Client?
local function client()
  local found = require('star_coach').client()
  if not found then
    tell('no server is attached to this buffer. Open a markdown file, or see :checkhealth star_coach.', vim.log.levels.WARN)
  end
  return found
end

--- Where the cursor is, as the server counts it.
local function place(of)
  local params = vim.lsp.util.make_position_params(0, of.offset_encoding)
  return { uri = params.textDocument.uri, position = params.position }
end

--- Has the server run a command; `done` gets what it returns.
local function execute(of, command, argument, done)
  local params = { command = command, arguments = argument and { argument } or nil }
  of:request('workspace/executeCommand', params, function(failure, result)
    if failure then
      tell(failure.message, vim.log.levels.ERROR)
    elseif done then
      done(result)
    end
  end, 0)
end

---@class star_coach.Command
---@field summary string What it does, for the completion menu of other plugins and for messages.
---@field run fun(arguments: string[])

---@type table<string, star_coach.Command>
M.commands = {
  next = {
    summary = 'Goes to the next place that needs you: a missing part, a placeholder, a Result without a figure.',
    run = function()
      local coach = client()
      if coach then
        execute(coach, 'starCoach.nextGap', place(coach), function(gap)
          local selection = gap and gap ~= vim.NIL and gap.selection
          if selection and not vim.deep_equal(selection.start, selection['end']) then
            require('star_coach.placeholder').select_range(gap.uri, selection, coach)
          end
        end)
      end
    end,
  },
  template = {
    summary = 'Inserts an empty answer below the cursor.',
    run = function()
      local coach = client()
      if coach then
        execute(coach, 'starCoach.insertTemplate', place(coach), function(inserted)
          if inserted and inserted ~= vim.NIL then
            require('star_coach.placeholder').select_range(inserted.uri, inserted.range, coach)
          end
        end)
      end
    end,
  },
  scenario = {
    summary = 'Shows a scenario or question by its id, such as S16 or Q4.',
    run = function(arguments)
      local coach = client()
      if not coach then
        return
      end
      local id = arguments[1]
      if not id then
        tell('name one, such as :StarCoach scenario S16.', vim.log.levels.WARN)
        return
      end
      execute(coach, 'starCoach.showScenario', { id = id:upper() })
    end,
  },
  check = {
    summary = 'Coaches all drafts of the workspace, not only those that are open.',
    run = function()
      local coach = client()
      if coach then
        execute(coach, 'starCoach.checkWorkspace')
      end
    end,
  },
  fix = {
    summary = 'Makes all fixes that need nothing from you.',
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
    summary = 'Shows or hides the state of each answer behind its title.',
    run = function()
      require('star_coach.lenses').toggle()
    end,
  },
  hints = {
    summary = 'Shows or hides how long each section takes to say.',
    run = function()
      local coach = client()
      if not coach then
        return
      end
      local shown = vim.lsp.inlay_hint.is_enabled({ bufnr = 0 })
      -- The server shows none unless it is told to.
      local settings = vim.tbl_deep_extend('force', coach.settings or {}, { starCoach = { inlayHints = not shown } })
      coach.settings = settings
      coach:notify('workspace/didChangeConfiguration', { settings = settings })
      vim.lsp.inlay_hint.enable(not shown, { bufnr = 0 })
    end,
  },
  restart = {
    summary = 'Starts the server again.',
    run = function()
      require('star_coach.restart').restart()
    end,
  },
  log = {
    summary = "Opens Neovim's log of language servers, which holds what the server said.",
    run = function()
      vim.cmd.tabnew({ vim.lsp.get_log_path() })
      vim.cmd.normal({ 'G', bang = true })
    end,
  },
}

local function names()
  local all = vim.tbl_keys(M.commands)
  table.sort(all)
  return all
end

--- Runs `:StarCoach NAME …`.
function M.run(call)
  local name = call.fargs[1]
  local command = M.commands[name or '']
  if command then
    command.run(vim.list_slice(call.fargs, 2))
  elseif name then
    tell(('there is no `%s`; there are: %s.'):format(name, table.concat(names(), ', ')), vim.log.levels.WARN)
  else
    local lines = vim.tbl_map(function(known)
      return (':StarCoach %-9s %s'):format(known, M.commands[known].summary)
    end, names())
    vim.api.nvim_echo({ { table.concat(lines, '\n') } }, false, {})
  end
end

--- Completes the name of a command.
function M.complete(lead, line)
  if line:match('^%s*%S+%s+%S+%s') then
    return {}
  end
  return vim.tbl_filter(function(name)
    return vim.startswith(name, lead)
  end, names())
end

return M
