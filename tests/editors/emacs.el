;;; An end-to-end test in a real Emacs with Eglot: a finding, its fix, a killed server, a setting.  -*- lexical-binding: t -*-
;;
;; Run by `.ci/emacs', which prepares a home folder. The code of editors/README.md is loaded unchanged.

(package-initialize)
(require 'eglot)
(require 'flymake)
(require 'markdown-mode)
(require 'cl-lib)

(setq eglot-sync-connect t
      eglot-autoshutdown t
      eglot-confirm-server-initiated-edits nil
      backup-inhibited t)

(defvar started (float-time))

(defun say (text)
  (message "%6.0f ms  %s" (* 1000 (- (float-time) started)) text))

(defun expect (what expected look)
  "Wait until LOOK returns EXPECTED; fail with the last value it returned."
  (let ((end (+ (float-time) 15)) seen)
    (while (and (not (equal (setq seen (funcall look)) expected)) (< (float-time) end))
      (accept-process-output nil 0.02))
    (unless (equal seen expected)
      (message "FAILED: %s\n--- expected\n%S\n--- seen\n%S" what expected seen)
      (kill-emacs 1))
    (say what)))

(defun send-changes ()
  "Send pending changes. Eglot does so when Emacs is idle, which never happens in batch mode."
  (when eglot--managed-mode
    (eglot--signal-textDocument/didChange)))

(defun diagnostics ()
  "Return the diagnostics, in order."
  (send-changes)
  (when flymake-mode
    (flymake-start))
  (sort (copy-sequence (flymake-diagnostics))
        (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))

(defun findings ()
  "Return the line and the rule of each finding, in order."
  (mapcar (lambda (diagnostic)
            (list (line-number-at-pos (flymake-diagnostic-beg diagnostic))
                  (and (string-match "\\[\\([a-z-]+\\)\\]" (flymake-diagnostic-text diagnostic))
                       (match-string 1 (flymake-diagnostic-text diagnostic)))))
          (diagnostics)))

(defun place (position)
  "Return the line and the column of POSITION, both from 1, like the command line."
  (save-excursion
    (goto-char position)
    (list (line-number-at-pos) (1+ (- position (line-beginning-position))))))

(defun shown ()
  "Return the range and the text of each finding."
  (mapcar (lambda (diagnostic)
            (append (place (flymake-diagnostic-beg diagnostic))
                    (place (flymake-diagnostic-end diagnostic))
                    (list (flymake-diagnostic-text diagnostic))))
          (diagnostics)))

(defun checked ()
  "Return the findings that the command line reports for the buffer, like `shown'."
  (let ((text (buffer-string))
        (coding-system-for-read 'utf-8)
        (coding-system-for-write 'utf-8))
    (with-temp-buffer
      (insert text)
      (call-process-region nil nil "star-coach" t '(t nil) nil "check" "--format" "json" "-")
      (goto-char (point-min))
      (mapcar (lambda (finding)
                (append (mapcar (lambda (key) (plist-get finding key)) '(:line :column :end_line :end_column))
                        (list (format "star-coach [%s]: %s" (plist-get finding :rule) (plist-get finding :message)))))
              (plist-get (car (json-parse-buffer :object-type 'plist :array-type 'list)) :findings)))))

(defvar edits 0)
(defvar edits-alone 0
  "The number of edits made while no server was running.")

(defun type-on (buffer)
  "Change the number in the answer in BUFFER, which its finding quotes, and insert a line above."
  (with-current-buffer buffer
    (setq edits (1+ edits))
    (unless eglot--managed-mode
      (setq edits-alone (1+ edits-alone)))
    (save-excursion
      (goto-char (point-min))
      (re-search-forward "\\[number [0-9]+\\]")
      (replace-match (format "[number %d]" edits))
      ;; Last, so that the cursor is elsewhere: findings on the edited line are delayed.
      (goto-char (point-min))
      (insert "A line above.\n\n"))
    ;; Sending to a dead server fails; interactively, that is a message about an error in a timer.
    (with-demoted-errors "Not sent: %S"
      (send-changes))))

(defun forgive (filter &rest arguments)
  "Call FILTER with ARGUMENTS.
A response that can't be sent is a message interactively, but would end Emacs in batch mode."
  (with-demoted-errors "Not answered: %S"
    (apply filter arguments)))

(defun kill-while-typing (until)
  "Kill the server, and keep typing until UNTIL returns non-nil."
  (setq edits-alone 0)
  (let ((server (process-id (jsonrpc--process (eglot-current-server))))
        (buffer (current-buffer))
        (end (+ (float-time) 15))
        typing)
    ;; Makes at least one edit before the next server is ready, however fast it starts.
    (setq eglot-server-initialized-hook (list (lambda (_server) (type-on buffer))))
    (advice-add 'jsonrpc--process-filter :around #'forgive)
    (type-on buffer)
    (signal-process server 'SIGKILL)
    (type-on buffer)
    (setq typing (run-with-timer 0 0.002 #'type-on buffer))
    (while (and (not (funcall until)) (< (float-time) end))
      (accept-process-output nil 0.002))
    (cancel-timer typing)
    (setq eglot-server-initialized-hook nil)
    (advice-remove 'jsonrpc--process-filter #'forgive)
    (say (format "the server was killed; %d edits were made without one" edits-alone))))

(defun expect-all-known ()
  "Check that the server has the last edit, and that the findings shown are up to date."
  (expect "the last edit is known" t
          (lambda ()
            (let ((now (mapcar (lambda (it) (nth 4 it)) (shown))))
              (or (and (= (length now) 1)
                       (string-match-p (regexp-quote (format "“[number %d]”" edits)) (car now))
                       t)
                  now))))
  (expect "the findings are those of the current text" (checked) #'shown))

(load (getenv "INIT_EGLOT"))
(find-file (getenv "DRAFT"))
(apply #'eglot (eglot--guess-contact))
(say "connected")

(expect "the missing metric is reported" '((9 "missing-metric")) #'findings)

(let* ((original (buffer-string))
       (diagnostic (car (flymake-diagnostics)))
       (offered (eglot-code-actions (flymake-diagnostic-beg diagnostic) (flymake-diagnostic-end diagnostic) nil nil))
       (fix (cl-find-if (lambda (action) (string-match-p (regexp-quote "[X%]") (plist-get action :title)))
                        (append offered nil))))
  (unless fix
    (message "FAILED: no fix with a placeholder among %S" (mapcar (lambda (it) (plist-get it :title)) offered))
    (kill-emacs 1))
  (say (format "chose \"%s\"" (plist-get fix :title)))
  (eglot--apply-workspace-edit (plist-get fix :edit))
  (expect "the fix is in the buffer"
          (replace-regexp-in-string "reduced the backlog" "\\& by [X%]" original)
          #'buffer-string))

(goto-char (point-min))
(search-forward "[X%]")
(replace-match "85%")
(expect "no findings are left" nil #'findings)

(search-backward "85%")
(replace-match "")
(search-backward " by ")
(replace-match "")
(expect "without the number, it is reported again" '((9 "missing-metric")) #'findings)
;; The server is killed while the user types. Eglot starts another one if the connection had lasted, and waits for it as long
;; as `eglot-sync-connect' says, 3 seconds by default.
(let ((original (buffer-string)))
  (goto-char (point-min))
  (search-forward "backlog")
  (insert " by [number 0]")
  (dolist (patience '(3 nil t))
    (setq eglot-sync-connect patience)
    (let ((enough (+ (float-time) eglot-autoreconnect 0.5))
          (before (eglot-current-server)))
      (expect "the connection has lasted" t (lambda () (> (float-time) enough)))
      (kill-while-typing (lambda () (and eglot--managed-mode (not (eq (eglot-current-server) before)))))
      (expect "another server is running" t
              (lambda () (and eglot--managed-mode (not (eq (eglot-current-server) before)))))
      (expect "edits were made meanwhile" t (lambda () (> edits-alone 0)))
      (expect-all-known)))

  ;; A server whose connection has not lasted is not restarted; the user sees only this warning.
  (call-interactively #'eglot-reconnect)
  (let (warnings)
    (advice-add 'display-warning :before (lambda (type text &rest _) (when (eq type 'eglot) (push text warnings)))
                '((name . listen)))
    (let ((enough (+ (float-time) eglot-autoreconnect 1)))
      (kill-while-typing (lambda () (> (float-time) enough))))
    (advice-remove 'display-warning 'listen)
    (expect "no other server is running" '(nil nil) (lambda () (list eglot--managed-mode (eglot-current-server))))
    (expect "the reason is shown" '("Not auto-reconnecting, last one didn't last long.") (lambda () warnings)))
  (expect "nothing is underlined" nil #'shown)
  (expect "M-x eglot-reconnect has nothing to reconnect" "No current JSON-RPC connection"
          (lambda () (condition-case failure (call-interactively #'eglot-reconnect) (error (cadr failure)))))
  (call-interactively #'eglot)
  (expect-all-known)

  (erase-buffer)
  (insert original)
  (expect "everything is as before" '((9 "missing-metric")) #'findings))

(setq-default eglot-workspace-configuration '(:starCoach (:rules (:missing-metric "off"))))
(eglot-signal-didChangeConfiguration (eglot-current-server))
(expect "a setting turns the rule off" nil #'findings)

(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server))
(expect "the server has exited" nil #'eglot-current-server)
(say "done")
