package dev.coalmine.cli.data;

import dev.coalmine.cli.world.AccountState;
import java.util.Optional;

/**
 * What a folder has.
 *
 * @param generation how many runs of {@code up} have saved there before
 * @param account the account
 * @param metrics a tree of data points; empty if none were saved
 */
public record SavedData(int generation, AccountState account, Optional<Object> metrics) {}
