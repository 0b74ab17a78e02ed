"""What a secretary does to votes, compositions and leadership elections; one transaction and one
audit entry each."""
