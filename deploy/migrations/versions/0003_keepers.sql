-- Nobody appoints themselves: not to a post, not as somebody's delegate, not back into office.
CREATE FUNCTION bihuan_nobody_appoints_themselves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'nobody appoints themselves' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER nobody_appoints_themselves BEFORE INSERT ON organisation_journal FOR EACH ROW
    WHEN (NEW.actor_id = NEW.person_id AND NEW.act IN ('give_post', 'end_post', 'move_person', 'leave', 'come_back',
        'reset_password', 'remove_second_factor', 'disable_account', 'enable_account', 'confirm_account',
        'bind_identity'))
    EXECUTE FUNCTION bihuan_nobody_appoints_themselves();

-- A delegation goes from one person to another and no further: neither passed on nor given back in the same time.
CREATE FUNCTION bihuan_delegation_goes_no_further() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.appointed_by = NEW.to_id THEN
        RAISE EXCEPTION 'nobody appoints themselves' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.from_id = NEW.to_id OR EXISTS (
        SELECT 1 FROM delegation d WHERE (d.from_id = NEW.to_id OR d.to_id = NEW.from_id)
            AND d.since < NEW.until AND NEW.since < d.until AND d.since < d.until)
    THEN
        RAISE EXCEPTION 'a delegation is not passed on' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delegation_goes_no_further BEFORE INSERT ON delegation
    FOR EACH ROW EXECUTE FUNCTION bihuan_delegation_goes_no_further();
