;;; The story of a writer in a real Emacs with Eglot: open a draft, see the finding, fix it, change a setting.  -*- lexical-binding: t -*-
;;
;; Run by `.ci/emacs', which prepares a home folder: the lines of editors/README.md are loaded as a user would copy them.

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
  "Wait until LOOK returns EXPECTED; fail with what it saw last."
  (let ((end (+ (float-time) 15)) seen)
    (while (and (not (equal (setq seen (funcall look)) expected)) (< (float-time) end))
      (accept-process-output nil 0.02))
    (unless (equal seen expected)
      (message "FAILED: %s\n--- expected\n%S\n--- seen\n%S" what expected seen)
      (kill-emacs 1))
    (say what)))

(defun findings ()
  "The line and the code of each finding, in order."
  ;; Without a terminal Emacs is never idle, and Eglot sends changes when it is.
  (eglot--signal-textDocument/didChange)
  (flymake-start)
  (mapcar (lambda (diagnostic)
            (list (line-number-at-pos (flymake-diagnostic-beg diagnostic))
                  (and (string-match "\\[\\([a-z-]+\\)\\]" (flymake-diagnostic-text diagnostic))
                       (match-string 1 (flymake-diagnostic-text diagnostic)))))
          (sort (copy-sequence (flymake-diagnostics))
                (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b))))))

(load (getenv "INIT_EGLOT"))
(find-file (getenv "DRAFT"))
(apply #'eglot (eglot--guess-contact))
(say "connected")

(expect "the Result lacks a metric" '((9 "missing-metric")) #'findings)

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
(expect "no finding is left" nil #'findings)

(search-backward "85%")
(replace-match "")
(search-backward " by ")
(replace-match "")
(expect "without the figure it is back" '((9 "missing-metric")) #'findings)
(setq-default eglot-workspace-configuration '(:starCoach (:rules (:missing-metric "off"))))
(eglot-signal-didChangeConfiguration (eglot-current-server))
(expect "a setting switches the rule off" nil #'findings)

(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server))
(expect "the server is gone" nil #'eglot-current-server)
(say "done")
